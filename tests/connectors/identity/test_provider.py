"""Nothing that a provider says is believed unchecked.

The certified one stands in tests/system; this one, a real server with real keys, says what no
certified one would.
"""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt
import pytest
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa

from connectors.identity.provider import (
    Client,
    NotVerified,
    Provider,
    ProviderDown,
    challenge_of,
)
from tests.system.program import free_port

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
FOREIGN = rsa.generate_private_key(public_exponent=65537, key_size=2048)
NONCE = "nonce-1"


def published(key: rsa.RSAPrivateKey, kid: str) -> dict[str, Any]:
    made: dict[str, Any] = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {**made, "kid": kid, "alg": "RS256", "use": "sig"}


@dataclass
class Liar:
    """A provider that answers as it is told to; it keeps what it was asked."""

    port: int = field(default_factory=free_port)
    claims: dict[str, Any] = field(default_factory=dict)
    sign: Callable[[Mapping[str, Any]], str] | None = None
    keys: list[dict[str, Any]] = field(default_factory=lambda: [published(KEY, "k1")])
    status: int = 200
    metadata: dict[str, Any] = field(default_factory=dict)
    asked: list[Mapping[str, Any]] = field(default_factory=list)
    authorization: str = ""

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def token(self) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": "misto",
            "sub": "olena",
            "nonce": NONCE,
            "iat": now,
            "exp": now + 300,
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.sign is not None:
            return self.sign(claims)
        return jwt.encode(claims, KEY, "RS256", headers={"kid": "k1"})

    async def describe(self, _: web.Request) -> web.Response:
        known = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
        }
        return web.json_response(known | self.metadata)

    async def jwks(self, _: web.Request) -> web.Response:
        return web.json_response({"keys": self.keys})

    async def exchange(self, request: web.Request) -> web.Response:
        self.asked.append(dict(await request.post()))
        self.authorization = request.headers.get("Authorization", "")
        if self.status != 200:
            return web.json_response({"error": "invalid_grant"}, status=self.status)
        return web.json_response({"id_token": self.token(), "access_token": "x"})


@pytest.fixture
async def liar() -> AsyncIterator[Liar]:
    liar, app = Liar(), web.Application()
    app.router.add_get("/.well-known/openid-configuration", liar.describe)
    app.router.add_get("/jwks", liar.jwks)
    app.router.add_post("/token", liar.exchange)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", liar.port).start()
    yield liar
    await runner.cleanup()


@pytest.fixture
async def provider(liar: Liar) -> AsyncIterator[Provider]:
    client = Client(liar.issuer, "misto", "se:cret", "openid", "http://127.0.0.1/verify/callback")
    provider = Provider(client)
    yield provider
    await provider.close()


async def subject(provider: Provider) -> str:
    return await provider.subject("code-1", NONCE, "verifier-1")


async def test_whom_a_good_token_is_about_is_told(liar: Liar, provider: Provider) -> None:
    assert await subject(provider) == "olena"
    assert liar.asked == [
        {
            "grant_type": "authorization_code",
            "code": "code-1",
            "redirect_uri": "http://127.0.0.1/verify/callback",
            "code_verifier": "verifier-1",
        }
    ]
    # misto:se%3Acret
    assert liar.authorization == "Basic bWlzdG86c2UlM0FjcmV0"


async def test_the_browser_is_sent_with_all_that_binds_the_answer(
    liar: Liar, provider: Provider
) -> None:
    url = await provider.authorization_url("state-1", NONCE, "verifier-1")
    assert url.startswith(f"{liar.issuer}/auth?response_type=code&client_id=misto&")
    assert f"code_challenge={challenge_of('verifier-1')}&code_challenge_method=S256" in url
    assert "state=state-1&nonce=nonce-1" in url
    assert await provider.origin() == liar.issuer


def test_a_challenge_is_the_one_of_the_standard() -> None:
    # RFC 7636, appendix B.
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


LIES: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://elsewhere.example"},
    "another audience": {"aud": "another"},
    "made for another client": {"aud": ["misto", "another"], "azp": "another"},
    "no term": {"exp": None},
    "over": {"exp": int(time.time()) - 3600},
    "not yet": {"nbf": int(time.time()) + 3600},
    "no nonce": {"nonce": None},
    "another nonce": {"nonce": "nonce-2"},
    "nobody": {"sub": None},
}


@pytest.mark.parametrize("lie", LIES)
async def test_a_token_that_is_not_for_us_and_now_is_refused(
    liar: Liar, provider: Provider, lie: str
) -> None:
    liar.claims = LIES[lie]
    with pytest.raises(NotVerified):
        await subject(provider)


SIGNATURES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "none": lambda claims: jwt.encode(dict(claims), "", "none"),
    "a shared secret": lambda claims: jwt.encode(dict(claims), "s" * 32, "HS256"),
    "another's key": lambda c: jwt.encode(dict(c), FOREIGN, "RS256", headers={"kid": "k1"}),
    "a key nobody knows": lambda c: jwt.encode(dict(c), FOREIGN, "RS256", headers={"kid": "k9"}),
    "no token at all": lambda _: "not.a.token",
}


@pytest.mark.parametrize("name", SIGNATURES)
async def test_a_token_that_the_provider_did_not_sign_is_refused(
    liar: Liar, provider: Provider, name: str
) -> None:
    liar.sign = SIGNATURES[name]
    with pytest.raises(NotVerified):
        await subject(provider)


async def test_a_new_key_of_the_provider_is_looked_for(liar: Liar, provider: Provider) -> None:
    assert await subject(provider) == "olena"
    liar.keys = [published(FOREIGN, "k2")]
    liar.sign = lambda claims: jwt.encode(dict(claims), FOREIGN, "RS256", headers={"kid": "k2"})
    assert await subject(provider) == "olena"


async def test_a_code_that_is_refused_proves_nothing(liar: Liar, provider: Provider) -> None:
    liar.status = 400
    with pytest.raises(NotVerified, match="invalid_grant"):
        await subject(provider)


@pytest.mark.parametrize(
    "metadata", [{"issuer": "https://elsewhere.example"}, {"jwks_uri": None}, {"token_endpoint": 5}]
)
async def test_a_provider_that_is_not_what_the_settings_say_is_not_asked(
    liar: Liar, provider: Provider, metadata: dict[str, Any]
) -> None:
    liar.metadata = metadata
    with pytest.raises(ProviderDown):
        await subject(provider)
    assert liar.asked == []


async def test_a_provider_that_is_not_there_is_told_as_such() -> None:
    provider = Provider(Client(f"http://127.0.0.1:{free_port()}", "misto", "", "openid", "x"))
    with pytest.raises(ProviderDown):
        await provider.authorization_url("s", "n", "v")
    await provider.close()
