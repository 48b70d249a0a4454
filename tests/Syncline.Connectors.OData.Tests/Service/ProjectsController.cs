using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OData.Deltas;
using Microsoft.AspNetCore.OData.Formatter;
using Microsoft.AspNetCore.OData.Query;
using Microsoft.AspNetCore.OData.Results;
using Microsoft.AspNetCore.OData.Routing.Controllers;

namespace Syncline.ODataService;

/// <summary>The entity set <c>Projects</c>.</summary>
public sealed class ProjectsController(ContactStore store) : ODataController
{
    [EnableQuery]
    public IActionResult Get() => Ok(store.Projects.Values.OrderBy(project => project.new_projectid).AsQueryable());

    public IActionResult Post([FromBody] Project project) =>
        ModelState.IsValid && project is not null && store.Projects.TryAdd(project.new_projectid, project with { version = 1 }) ? Created(project) : BadRequest();

    public IActionResult Patch([FromODataUri] Guid key, Delta<Project> delta)
    {
        if (!store.Projects.TryGetValue(key, out var before))
        {
            return NotFound();
        }

        var after = before with { version = before.version + 1 };
        delta?.Patch(after);
        return store.Projects.TryUpdate(key, after, before) ? Updated(after) : StatusCode(412);
    }
}
