// What dynamics-web-api does against the sandbox. One JSON line on standard input names the scenario and the site; the answer is one JSON line.
const assert = require("node:assert/strict");
const { createInterface } = require("node:readline");
const { DynamicsWebApi } = require("dynamics-web-api");

let order;

async function signIn() {
  const form = new URLSearchParams({ grant_type: "client_credentials", client_id: order.clientId, client_secret: order.secret, scope: `${order.site}/.default` });
  const answer = await fetch(order.tokenUrl, { method: "POST", body: form });
  assert.equal(answer.status, 200, "the token endpoint refused");
  return (await answer.json()).access_token;
}

let api;
const accounts = "accounts";
const newAccount = (name, more = {}) => api.create({ collection: accounts, data: { name, ...more } });

const scenarios = {
  async "create, retrieve, update, upsert and delete"() {
    const id = await newAccount("Foreign", { accountnumber: "FC-1" });
    assert.match(id, /^[0-9a-f-]{36}$/);
    let row = await api.retrieve({ collection: accounts, key: id, select: ["name", "accountnumber"] });
    assert.equal(row.name, "Foreign");
    await api.update({ collection: accounts, key: id, data: { name: "Renamed" } });
    row = await api.retrieve({ collection: accounts, key: "accountnumber='FC-1'", select: ["name"] });
    assert.equal(row.name, "Renamed");
    await api.upsert({ collection: accounts, key: "accountnumber='FC-2'", data: { name: "Upserted" } });
    row = await api.retrieve({ collection: accounts, key: "accountnumber='FC-2'", select: ["name"] });
    assert.equal(row.name, "Upserted");
    await api.updateSingleProperty({ collection: accounts, key: id, fieldValuePair: { description: "one property" } });
    row = await api.create({ collection: accounts, data: { name: "Returned" }, returnRepresentation: true, select: ["name"] });
    assert.equal(row.name, "Returned");
    await api.deleteRecord({ collection: accounts, key: id });
    await assert.rejects(api.retrieve({ collection: accounts, key: id }), (error) => error.status === 404 && error.code === "0x80040217");
  },

  async "conditional requests"() {
    const id = await newAccount("Conditional");
    const row = await api.retrieve({ collection: accounts, key: id, select: ["name"] });
    await api.update({ collection: accounts, key: id, data: { name: "First" }, ifmatch: row["@odata.etag"] });
    await assert.rejects(api.deleteRecord({ collection: accounts, key: id, ifmatch: row["@odata.etag"] }).then((done) => { if (done === false) { throw Object.assign(new Error(), { status: 412 }); } }), (error) => error.status === 412);
  },

  async "retrieveMultiple with pages"() {
    const request = { collection: "contacts", select: ["fullname"], orderBy: ["lastname"], maxPageSize: 15, includeAnnotations: "*" };
    const seen = new Set();
    let page = await api.retrieveMultiple(request);
    for (;;) {
      page.value.forEach((row) => seen.add(row.contactid));
      if (!page.oDataNextLink) break;
      page = await api.retrieveMultiple(request, page.oDataNextLink);
    }
    assert.equal(seen.size, 40);
    assert.equal((await api.retrieveAll({ collection: "contacts", select: ["fullname"] })).value.length, 40);
    const filtered = await api.retrieveMultiple({ collection: accounts, select: ["name"], filter: "startswith(name,'Nordwind')", expand: [{ property: "primarycontactid", select: ["fullname"] }], count: true });
    assert.equal(filtered.oDataCount, 2);
    assert.ok(filtered.value[0].primarycontactid.fullname);
  },

  async "fetchXml with pages"() {
    const fetchXml = "<fetch mapping='logical'><entity name='contact'><attribute name='fullname'/><order attribute='lastname'/><link-entity name='account' from='accountid' to='parentcustomerid' alias='a'><attribute name='name'/></link-entity></entity></fetch>";
    assert.equal((await api.fetch({ collection: "contacts", fetchXml })).value.length, 40);
    const paged = "<fetch mapping='logical' count='15'><entity name='contact'><attribute name='fullname'/><order attribute='lastname'/></entity></fetch>";
    const first = await api.fetch({ collection: "contacts", fetchXml: paged, pageNumber: 1, includeAnnotations: "*" });
    assert.equal(first.value.length, 15);
    assert.equal(first.PagingInfo.nextPage, 2);
    const second = await api.fetch({ collection: "contacts", fetchXml: paged, pageNumber: first.PagingInfo.nextPage, pagingCookie: first.PagingInfo.cookie, includeAnnotations: "*" });
    assert.equal(second.value.filter((row) => first.value.some((other) => other.contactid === row.contactid)).length, 0);
    assert.equal((await api.fetchAll({ collection: "contacts", fetchXml: paged, includeAnnotations: "*" })).value.length, 40);
  },

  async "a batch with a change set"() {
    api.startBatch();
    api.create({ collection: accounts, data: { name: "In a batch", accountnumber: "FC-B1" }, contentId: "1" });
    api.create({ collection: "contacts", data: { lastname: "In it too", "parentcustomerid_account@odata.bind": "$1" }, contentId: "2" });
    api.retrieveMultiple({ collection: accounts, select: ["name"], filter: "accountnumber eq 'FC-B1'", inChangeSet: false });
    const answers = await api.executeBatch();
    assert.equal(answers.length, 3);
    assert.match(answers[0], /^[0-9a-f-]{36}$/);
    assert.equal(answers[2].value[0].name, "In a batch");
    const contact = await api.retrieve({ collection: "contacts", key: answers[1], select: ["_parentcustomerid_value"] });
    assert.equal(contact._parentcustomerid_value, answers[0]);
    api.startBatch();
    api.create({ collection: accounts, data: { name: "Undone", accountnumber: "FC-B2" } });
    api.create({ collection: accounts, data: { nope: 1 } });
    await assert.rejects(api.executeBatch());
    assert.equal(await api.count({ collection: accounts, filter: "accountnumber eq 'FC-B2'" }), 0);
  },

  async "associate and disassociate"() {
    const account = await newAccount("Associated");
    const lead = (await api.retrieveMultiple({ collection: "leads", select: ["subject"], top: 1 })).value[0].leadid;
    await api.associate({ collection: accounts, primaryKey: account, relationshipName: "accountleads_association", relatedCollection: "leads", relatedKey: lead });
    const read = async () => (await api.retrieve({ collection: accounts, key: account, select: ["name"], expand: [{ property: "accountleads_association", select: ["subject"] }] })).accountleads_association.length;
    assert.equal(await read(), 1);
    await api.disassociate({ collection: accounts, primaryKey: account, relationshipName: "accountleads_association", relatedKey: lead });
    assert.equal(await read(), 0);
    const contact = await api.create({ collection: "contacts", data: { lastname: "Primary" } });
    await api.associateSingleValued({ collection: accounts, primaryKey: account, navigationProperty: "primarycontactid", relatedCollection: "contacts", relatedKey: contact });
    assert.equal((await api.retrieve({ collection: accounts, key: account, select: ["_primarycontactid_value"] }))._primarycontactid_value, contact);
    await api.disassociateSingleValued({ collection: accounts, primaryKey: account, navigationProperty: "primarycontactid" });
    assert.equal((await api.retrieve({ collection: accounts, key: account, select: ["_primarycontactid_value"] }))._primarycontactid_value, null);
  },

  async "count"() {
    assert.equal(await api.count({ collection: "contacts" }), 40);
    assert.equal(await api.count({ collection: accounts, filter: "startswith(name,'Nordwind')" }), 2);
    assert.equal(await api.countAll({ collection: "contacts", select: ["contactid"] }), 40);
  },

  async "upload and download a file"() {
    const project = (await api.retrieveMultiple({ collection: "new_projects", select: ["new_name"], top: 1 })).value[0].new_projectid;
    const data = Buffer.alloc(4 * 1024 * 1024 + 1000, 7);
    data.write("begins here");
    await api.uploadFile({ collection: "new_projects", key: project, property: "new_contract", fileName: "contract.bin", data });
    const file = await api.downloadFile({ collection: "new_projects", key: project, property: "new_contract" });
    assert.equal(file.fileName, "contract.bin");
    assert.equal(file.fileSize, data.length);
    assert.equal(Buffer.compare(Buffer.from(file.data), data), 0);
    await api.deleteRecord({ collection: "new_projects", key: project, property: "new_contract" });
  },

  async "change tracking"() {
    const request = { collection: accounts, select: ["name"], trackChanges: true };
    const first = await api.retrieveMultiple(request);
    assert.ok(first.oDataDeltaLink);
    const added = await newAccount("Tracked");
    const gone = await newAccount("Gone");
    await api.deleteRecord({ collection: accounts, key: gone });
    const delta = await api.retrieveMultiple(request, first.oDataDeltaLink);
    assert.deepEqual(delta.value.map((row) => row.accountid ?? row.id), [added, gone]);
    assert.equal(delta.value[1].reason, "deleted");
  },

  async "metadata"() {
    const tables = await api.retrieveEntities({ select: ["LogicalName"], filter: "LogicalName eq 'account'" });
    assert.equal(tables.value.length, 1);
    const table = await api.retrieveEntity({ key: "LogicalName='account'", select: ["LogicalName", "EntitySetName"], expand: [{ property: "Attributes", select: ["LogicalName"] }] });
    assert.equal(table.EntitySetName, "accounts");
    assert.ok(table.Attributes.length > 200);
    const column = await api.retrieveAttribute({ entityKey: "LogicalName='account'", attributeKey: "LogicalName='accountcategorycode'", castType: "Microsoft.Dynamics.CRM.PicklistAttributeMetadata", expand: [{ property: "OptionSet" }] });
    assert.equal(column.OptionSet.Options.length, 2);
    assert.ok((await api.retrieveRelationships({ castType: "Microsoft.Dynamics.CRM.ManyToManyRelationshipMetadata", select: ["SchemaName"] })).value.some((relationship) => relationship.SchemaName === "accountleads_association"));
    assert.ok((await api.retrieveGlobalOptionSets({ select: ["Name"] })).value.length > 0);
    assert.ok((await api.retrieveCsdlMetadata()).includes("EntityType Name=\"account\""));
  },

  async "functions and actions"() {
    assert.match((await api.callFunction("WhoAmI")).UserId, /^[0-9a-f-]{36}$/);
    const opportunity = (await api.retrieveMultiple({ collection: "opportunities", select: ["name"], top: 1 })).value[0].opportunityid;
    await api.callAction({ actionName: "WinOpportunity", action: { Status: 3, OpportunityClose: { subject: "Won", "opportunityid@odata.bind": `opportunities(${opportunity})` } } });
    assert.equal((await api.retrieve({ collection: "opportunities", key: opportunity, select: ["statecode"] })).statecode, 1);
  },
};

async function run() {
  order = JSON.parse((await createInterface({ input: process.stdin })[Symbol.asyncIterator]().next()).value);
  api = new DynamicsWebApi({ serverUrl: order.site, dataApi: { version: "9.2" }, onTokenRefresh: signIn });
  await scenarios[order.scenario]();
}

run().then(() => {
  process.stdout.write('{"done":true}\n');
  process.exit(0);
}, (error) => {
  process.stderr.write(`${error.stack ?? error}\n${error.status ? `status ${error.status}, code ${error.code}: ${error.message}\n` : ''}`);
  process.exit(1);
});
