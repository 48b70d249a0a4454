using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OData.Query;
using Microsoft.AspNetCore.OData.Routing.Controllers;

namespace Syncline.ODataService;

/// <summary>The entity set <c>Orders</c>.</summary>
public sealed class OrdersController : ODataController
{
    [EnableQuery]
    public IActionResult Get() => Ok(new[] { new Order { Year = 2024, Number = 1, Subject = "first" }, new Order { Year = 2024, Number = 2 } }.AsQueryable());
}
