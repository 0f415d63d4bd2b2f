// A certified OpenID Connect provider on loopback: PORT, CLIENT_ID, CLIENT_SECRET, REDIRECT_URI.
// Whoever signs in is who they say they are: its own development pages take any name.
import { generateKeyPairSync, randomBytes } from "node:crypto";

import { Provider } from "oidc-provider";

const { PORT, CLIENT_ID, CLIENT_SECRET, REDIRECT_URI } = process.env;
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const key = { ...privateKey.export({ format: "jwk" }), kid: "test", use: "sig", alg: "RS256" };

const provider = new Provider(`http://127.0.0.1:${PORT}`, {
  clients: [{ client_id: CLIENT_ID, client_secret: CLIENT_SECRET, redirect_uris: [REDIRECT_URI] }],
  cookies: { keys: [randomBytes(32).toString("hex")] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  jwks: { keys: [key] },
  pkce: { required: () => true },
});
provider.listen(Number(PORT), "127.0.0.1", () => console.log("ready"));
