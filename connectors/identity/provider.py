"""A client of one OpenID Connect provider: authorization code with PKCE, ID token checked.

Law: nothing the provider says is believed before its token's signature, issuer, audience, term and
nonce were checked. Of what it tells only the subject is taken; no token is kept or logged.
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import aiohttp
import jwt

# Signatures that need the provider's own key; never a shared secret, never none.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
TIMEOUT_S = 10
MOST_BYTES = 1024 * 1024
KNOWN_FOR_S = 3600
LEEWAY_S = 60
_NEEDED = ("exp", "iat", "iss", "aud", "sub", "nonce")
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class NotVerified(Exception):
    """The provider's answer proves nothing about anybody; the message says why, for the log."""


class ProviderDown(Exception):
    """The provider cannot be reached or does not speak OpenID Connect; the message says why."""


@dataclass(frozen=True, slots=True)
class Client:
    """How the provider knows misto. `secret`: empty for a public client."""

    issuer: str
    client_id: str
    secret: str
    scope: str
    redirect_uri: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What was learnt of the provider, and until when it is believed (monotonic seconds)."""

    metadata: Mapping[str, Any]
    keys: Sequence[jwt.PyJWK]
    until: float


def challenge_of(verifier: str) -> str:
    """Return the S256 challenge of a PKCE verifier."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


class Provider:
    """The provider of the settings. `close` it at the end."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._session: aiohttp.ClientSession | None = None
        self._known: _Known | None = None

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def origin(self) -> str:
        """Return the origin that a browser is sent to. Errors: ProviderDown."""
        parts = urlsplit((await self._learnt()).metadata["authorization_endpoint"])
        return f"{parts.scheme}://{parts.netloc}"

    async def authorization_url(self, state: str, nonce: str, verifier: str) -> str:
        """Return where a browser is sent to prove who uses it. Errors: ProviderDown."""
        endpoint = (await self._learnt()).metadata["authorization_endpoint"]
        asked = {
            "response_type": "code",
            "client_id": self._client.client_id,
            "redirect_uri": self._client.redirect_uri,
            "scope": self._client.scope,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge_of(verifier),
            "code_challenge_method": "S256",
        }
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"

    async def subject(self, code: str, nonce: str, verifier: str) -> str:
        """Return whom the code stands for. Errors: NotVerified, ProviderDown."""
        known = await self._learnt()
        answer = await self._exchange(known.metadata["token_endpoint"], code, verifier)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise NotVerified("the answer holds no ID token")
        claims = self._claims(token, await self._key(token), known.metadata["issuer"])
        if not hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
            raise NotVerified("the token is of another request (nonce)")
        if claims.get("azp", self._client.client_id) != self._client.client_id:
            raise NotVerified("the token was made for another client (azp)")
        return str(claims["sub"])

    def _claims(self, token: str, key: jwt.PyJWK, issuer: str) -> Mapping[str, Any]:
        try:
            claims: Mapping[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[*ALGORITHMS],
                audience=self._client.client_id,
                issuer=issuer,
                leeway=LEEWAY_S,
                options={"require": [*_NEEDED]},
            )
        except jwt.PyJWTError as error:
            raise NotVerified(f"the ID token is not good: {error}") from error
        return claims

    async def _key(self, token: str) -> jwt.PyJWK:
        """Return the provider's key that signed the token; new keys are looked for once."""
        try:
            wanted = jwt.get_unverified_header(token).get("kid")
        except jwt.PyJWTError as error:
            raise NotVerified(f"the ID token cannot be read: {error}") from error
        for fresh in (False, True):
            keys = (await self._learnt(fresh=fresh)).keys
            found = [key for key in keys if wanted in (None, key.key_id)]
            if len(found) == 1 or (found and wanted is not None):
                return found[0]
        raise NotVerified("the ID token is signed by a key that the provider does not have")

    # --- the provider ----------------------------------------------------------------------------

    async def _exchange(self, endpoint: str, code: str, verifier: str) -> Mapping[str, Any]:
        client = self._client
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": client.redirect_uri,
            "code_verifier": verifier,
        }
        headers = {"Accept": "application/json"}
        if client.secret:
            # RFC 6749, 2.3.1: both are encoded as a form's fields before they are joined.
            pair = f"{quote(client.client_id, safe='')}:{quote(client.secret, safe='')}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            form["client_id"] = client.client_id
        status, answer = await self._ask("POST", endpoint, data=form, headers=headers)
        if status != 200:
            raise NotVerified(f"the code was refused: {answer.get('error', status)}")
        return answer

    async def _learnt(self, *, fresh: bool = False) -> _Known:
        """Return the provider's own description and keys, learnt anew now and then."""
        now = time.monotonic()
        if self._known is None or fresh or now >= self._known.until:
            metadata = await self._metadata()
            keys = await self._keys(metadata["jwks_uri"])
            self._known = _Known(metadata, keys, now + KNOWN_FOR_S)
        return self._known

    async def _metadata(self) -> Mapping[str, Any]:
        issuer = self._client.issuer
        status, metadata = await self._ask("GET", f"{issuer}/.well-known/openid-configuration")
        if status != 200 or str(metadata.get("issuer")).rstrip("/") != issuer:
            raise ProviderDown(f"{issuer} does not describe itself: {status}")
        if not all(isinstance(metadata.get(name), str) for name in _ENDPOINTS):
            raise ProviderDown(f"{issuer} lacks one of: {', '.join(_ENDPOINTS)}")
        return metadata

    async def _keys(self, url: str) -> Sequence[jwt.PyJWK]:
        status, answer = await self._ask("GET", url)
        try:
            if status != 200:
                raise ProviderDown(f"the provider's keys are not to be had: {status}")
            return jwt.PyJWKSet.from_dict(dict(answer)).keys
        except (jwt.PyJWTError, KeyError, TypeError) as error:
            raise ProviderDown(f"the provider's keys cannot be read: {error}") from error

    async def _ask(self, method: str, url: str, **more: Any) -> tuple[int, Mapping[str, Any]]:
        """Return the status and the JSON object of an answer. Errors: ProviderDown."""
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
            self._session = aiohttp.ClientSession(timeout=timeout)
        try:
            # A redirect would send the code and the secret to whoever it names.
            asked = self._session.request(method, url, allow_redirects=False, **more)
            async with asked as response:
                body = await response.content.read(MOST_BYTES)
                answer = json.loads(body)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise ProviderDown(f"{urlsplit(url).netloc}: {type(error).__name__}") from error
        if not isinstance(answer, Mapping):
            raise ProviderDown(f"{urlsplit(url).netloc} answers with no object")
        return response.status, answer
