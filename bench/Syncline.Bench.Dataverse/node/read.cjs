// Reads a table with dynamics-web-api, page after page. The first line on standard input names the site; each further one asks for one read, answered by one line.
const { createInterface } = require("node:readline");
const { DynamicsWebApi } = require("dynamics-web-api");

let api;
let order;

async function signIn() {
  const form = new URLSearchParams({ grant_type: "client_credentials", client_id: order.clientId, client_secret: order.secret, scope: `${order.site}/.default` });
  return (await (await fetch(order.tokenUrl, { method: "POST", body: form })).json()).access_token;
}

async function read() {
  const request = { collection: "contacts", select: order.select, maxPageSize: 5000 };
  const started = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  let rows = 0;
  for (let page = await api.retrieveMultiple(request); ; page = await api.retrieveMultiple(request, page.oDataNextLink)) {
    rows += page.value.length;
    if (!page.oDataNextLink) break;
  }
  const used = process.cpuUsage(cpu);
  console.log(JSON.stringify({ rows, seconds: Number(process.hrtime.bigint() - started) / 1e9, cpuSeconds: (used.user + used.system) / 1e6 }));
}

(async () => {
  for await (const line of createInterface({ input: process.stdin })) {
    if (order === undefined) {
      order = JSON.parse(line);
      let token;
      api = new DynamicsWebApi({ serverUrl: order.site, dataApi: { version: "9.2" }, onTokenRefresh: async () => (token ??= await signIn()) });
    } else {
      await read();
    }
  }
})();
