using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Seed;

/// <summary>Views, as data. The id of Active Accounts is the one that every site has.</summary>
internal static class SampleViews
{
    public static readonly (Guid Id, string Name, string Table, string Fetch)[] System =
    [
        (new("00000000-0000-0000-00aa-000010001002"), "Active Accounts", "account", Active("account", "name,accountnumber,telephone1,address1_city,primarycontactid")),
        (StableId.Of("view", "My Active Accounts"), "My Active Accounts", "account",
            "<fetch version=\"1.0\" mapping=\"logical\"><entity name=\"account\"><attribute name=\"name\" /><attribute name=\"telephone1\" /><attribute name=\"accountid\" /><order attribute=\"name\" /><filter type=\"and\"><condition attribute=\"ownerid\" operator=\"eq-userid\" /><condition attribute=\"statecode\" operator=\"eq\" value=\"0\" /></filter></entity></fetch>"),
        (StableId.Of("view", "Active Contacts"), "Active Contacts", "contact", Active("contact", "fullname,emailaddress1,parentcustomerid,telephone1", "fullname")),
        (StableId.Of("view", "Open Leads"), "Open Leads", "lead", Active("lead", "fullname,subject,companyname", "subject")),
        (StableId.Of("view", "Active Projects"), "Active Projects", "new_project", Active("new_project", "new_name,new_code,new_accountid,new_phase", "new_name")),
    ];

    public static readonly (Guid Id, string Name, string Table, string Fetch)[] Personal =
    [
        (StableId.Of("view", "German accounts"), "German accounts", "account",
            "<fetch version=\"1.0\" mapping=\"logical\"><entity name=\"account\"><attribute name=\"name\" /><attribute name=\"address1_city\" /><order attribute=\"name\" /><filter><condition attribute=\"address1_country\" operator=\"eq\" value=\"Germany\" /></filter></entity></fetch>"),
    ];

    private static string Active(string table, string columns, string order = "name") =>
        $"<fetch version=\"1.0\" mapping=\"logical\"><entity name=\"{table}\">{string.Concat(columns.Split(',').Select(column => $"<attribute name=\"{column}\" />"))}<order attribute=\"{order}\" descending=\"false\" /><filter type=\"and\"><condition attribute=\"statecode\" operator=\"eq\" value=\"0\" /></filter></entity></fetch>";
}
