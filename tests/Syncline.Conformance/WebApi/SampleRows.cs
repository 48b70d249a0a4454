namespace Syncline.Conformance.WebApi;

/// <summary>Rows that stand for those of the documentation: an account with a parent, a primary contact, an opportunity, tasks, a competitor and a note.</summary>
internal sealed record SampleRows(Guid Account, Guid Parent, Guid Contact, Guid Opportunity, Guid Competitor, Guid Note, string AccountETag)
{
    public static async Task<SampleRows> CreateAsync(SandboxSite site)
    {
        var parent = await site.CreateAsync("accounts", """{"name":"Parent (sample)"}""");
        var contact = await site.CreateAsync("contacts", """{"firstname":"Nancy","lastname":"Anderson (sample)","jobtitle":"Buyer","annualincome":80000,"telephone1":"555-0100"}""");
        var account = await site.CreateAsync("accounts", $$"""
            {"name":"Adventure Works (sample)","description":"A customer","revenue":10000,"numberofemployees":25,"accountcategorycode":1,"creditonhold":false,
             "address1_city":"Redmond","primarycontactid@odata.bind":"/contacts({{contact}})","parentaccountid@odata.bind":"/accounts({{parent}})"}
            """);
        (await site.SendAsync("PATCH", $"contacts({contact})", $$"""{"parentcustomerid_account@odata.bind":"/accounts({{account}})"}""")).Status.ShouldBe(204);
        await site.CreateAsync("tasks", $$"""{"subject":"Sample Task 1","scheduledstart":"2016-04-11T15:00:00Z","regardingobjectid_account_task@odata.bind":"/accounts({{account}})"}""");
        await site.CreateAsync("tasks", $$"""{"subject":"Sample Task 2","scheduledstart":"2016-04-13T15:00:00Z","regardingobjectid_contact_task@odata.bind":"/contacts({{contact}})"}""");
        var opportunity = await site.CreateAsync("opportunities", $$"""{"name":"River rafting adventure","customerid_account@odata.bind":"/accounts({{account}})"}""");
        var etag = (await site.GetAsync($"accounts({account})?$select=name")).GetProperty("@odata.etag").GetString()!;
        var competitor = await site.CreateAsync("competitors", """{"name":"Adventure Works","strengths":"Strong promoter of private tours"}""");
        var note = await site.CreateAsync("annotations", $$"""{"subject":"The Title of the Note","notetext":"The text content of the note.","objectid_contact@odata.bind":"/contacts({{contact}})"}""");
        return new SampleRows(account, parent, contact, opportunity, competitor, note, etag);
    }

    /// <summary>Associates the competitor with the opportunity.</summary>
    public async Task<SampleRows> AssociateAsync(SandboxSite site)
    {
        var answer = await site.SendAsync("POST", $"opportunities({Opportunity})/opportunitycompetitors_association/$ref", $$"""{"@odata.id":"{{site.Server.Addresses.WebApi}}competitors({{Competitor}})"}""");
        answer.Status.ShouldBe(204, answer.Text);
        return this;
    }
}
