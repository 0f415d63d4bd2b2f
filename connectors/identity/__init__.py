"""Who a person is, told by an identity provider (OpenID Connect)."""
