// Signs in with @azure/msal-node as one JSON line on standard input says, and prints JSON lines: what a person must do, then the outcome.
import { createInterface } from 'node:readline';
import { ConfidentialClientApplication, PublicClientApplication } from '@azure/msal-node';

const lines = createInterface({ input: process.stdin });
const order = JSON.parse((await lines[Symbol.asyncIterator]().next()).value);
const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

const auth = {
  clientId: order.clientId,
  authority: order.authority,
  knownAuthorities: [new URL(order.authority).host],
  ...(order.secret && { clientSecret: order.secret }),
  ...(order.certificate && { clientCertificate: order.certificate }),
};

async function signIn() {
  const scopes = [order.scope];
  switch (order.flow) {
    case 'interactive': {
      const app = new PublicClientApplication({ auth });
      const openBrowser = async (open) => say({ open });
      const first = await app.acquireTokenInteractive({ scopes, openBrowser, successTemplate: 'signed in', errorTemplate: 'refused' });
      const silent = await app.acquireTokenSilent({ scopes, account: first.account, forceRefresh: true });
      return { ...first, refreshed: silent.accessToken };
    }
    case 'device':
      return new PublicClientApplication({ auth }).acquireTokenByDeviceCode({
        scopes,
        deviceCodeCallback: (code) => say({ open: code.verificationUri, code: code.userCode }),
      });
    case 'app':
      return new ConfidentialClientApplication({ auth }).acquireTokenByClientCredential({ scopes });
    default:
      throw new Error(`unknown flow '${order.flow}'`);
  }
}

try {
  const result = await signIn();
  say({ accessToken: result.accessToken, refreshed: result.refreshed, userName: result.account?.username });
} catch (error) {
  say({ error: error.errorCode ?? error.name, message: error.errorMessage ?? error.message });
}
process.exit(0);
