// npm oidc-provider as an authorization server on loopback http, for tests of Syncline.OAuth. One JSON line on standard input names the clients;
// one JSON line on standard output says where it answers. It ends when its standard input ends.
import { createInterface } from 'node:readline';
import { createServer } from 'node:http';
import { once } from 'node:events';
import Provider from 'oidc-provider';

const lines = createInterface({ input: process.stdin });
const order = JSON.parse((await lines[Symbol.asyncIterator]().next()).value);

const server = createServer();
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const issuer = `http://127.0.0.1:${server.address().port}`;
const native = { application_type: 'native', redirect_uris: ['http://127.0.0.1/signed-in'], response_types: ['code'] };
const codeAndRefresh = ['authorization_code', 'refresh_token'];

const provider = new Provider(issuer, {
  clients: [
    { client_id: 'public', token_endpoint_auth_method: 'none', grant_types: codeAndRefresh, ...native },
    { client_id: 'confidential', client_secret: order.secret, token_endpoint_auth_method: 'client_secret_post', grant_types: codeAndRefresh, ...native },
    {
      client_id: 'certificate',
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: order.algorithm,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      jwks: { keys: [order.key] },
    },
    {
      client_id: 'app',
      client_secret: order.secret,
      token_endpoint_auth_method: 'client_secret_post',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    },
    {
      client_id: 'device',
      token_endpoint_auth_method: 'none',
      application_type: 'native',
      grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
      redirect_uris: [],
      response_types: [],
    },
  ],
  scopes: ['openid', 'offline_access', 'profile', 'rows'],
  claims: { profile: ['name', 'preferred_username'] },
  conformIdTokenClaims: false,
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, name: 'Ada Winter', preferred_username: id }) }),
  cookies: { keys: ['for tests alone'] },
  features: {
    deviceFlow: { enabled: true },
    clientCredentials: { enabled: true },
    revocation: { enabled: true },
    devInteractions: { enabled: true },
    resourceIndicators: { enabled: false },
  },
  rotateRefreshToken: true,
  // OpenID Connect Core section 11 lets a server ask for prompt=consent beside offline_access. Syncline does not send it, because Entra would ask
  // for consent at each sign-in; this server, as Entra, gives a refresh token without.
  issueRefreshToken: async (ctx, client) => client.grantTypeAllowed('refresh_token'),
  ttl: { AccessToken: order.lifetime ?? 3600 },
});
server.on('request', provider.callback());
process.stdout.write(`${JSON.stringify({ issuer, authorize: `${issuer}/auth`, token: `${issuer}/token`, device: `${issuer}/device/auth`, revoke: `${issuer}/token/revocation`, userinfo: `${issuer}/me` })}\n`);
await once(process.stdin, 'end');
process.exit(0);
