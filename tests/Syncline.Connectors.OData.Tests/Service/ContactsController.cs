using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OData.Deltas;
using Microsoft.AspNetCore.OData.Extensions;
using Microsoft.AspNetCore.OData.Formatter;
using Microsoft.AspNetCore.OData.Query;
using Microsoft.AspNetCore.OData.Results;
using Microsoft.AspNetCore.OData.Routing.Controllers;
using Microsoft.OData;

namespace Syncline.ODataService;

/// <summary>The entity set <c>Contacts</c>.</summary>
public sealed class ContactsController(ContactStore store) : ODataController
{
    public IActionResult Get(ODataQueryOptions<Contact> options)
    {
        var asked = Request.Headers["Prefer"].ToString() is { Length: > 0 } prefer && prefer.Split('=') is [_, var size] ? int.Parse(size, System.Globalization.CultureInfo.InvariantCulture) : int.MaxValue;
        return Ok(options.ApplyTo(store.Contacts.Values.OrderBy(contact => contact.Number, StringComparer.Ordinal).AsQueryable(), new ODataQuerySettings { PageSize = Math.Min(asked, store.PageSize) }));
    }

    public IActionResult Post([FromBody] Contact contact)
    {
        if (!ModelState.IsValid || contact is null)
        {
            return Refused("The row breaks a rule.");
        }

        return !IsGood(contact) ? Refused("The name is too long.")
            : store.Contacts.TryAdd(contact.Number, contact with { Version = 1 }) ? Created(contact) : Conflict(Error("There is such a contact already."));
    }

    public IActionResult Patch([FromODataUri] string key, Delta<Contact> delta)
    {
        if (!store.Contacts.TryGetValue(key, out var before))
        {
            return NotFound();
        }

        if (!Holds(before))
        {
            return StatusCode(412);
        }

        var after = before with { Version = before.Version + 1 };
        delta?.Patch(after);
        return !IsGood(after) ? Refused("The name is too long.") : store.Contacts.TryUpdate(key, after, before) ? Updated(after) : StatusCode(412);
    }

    public IActionResult Delete([FromODataUri] string key)
    {
        if (!store.Contacts.TryGetValue(key, out var before))
        {
            return NotFound();
        }

        if (!Holds(before))
        {
            return StatusCode(412);
        }

        store.Contacts.TryRemove(key, out _);
        return NoContent();
    }

    private static bool IsGood(Contact contact) => (contact.Name?.Length ?? 0) <= 100;

    private bool Holds(Contact contact) => Request.Headers.IfMatch.ToString() is var demanded
        && (demanded is "" or "*" || demanded == Request.CreateETag(new Dictionary<string, object> { ["Version"] = contact.Version }));

    private BadRequestODataResult Refused(string text) => BadRequest(Error(text));

    private static ODataError Error(string text) => new() { Code = "Rule", Message = text };
}
