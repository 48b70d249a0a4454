namespace Syncline.Sandbox.Site.Traffic;

/// <summary>The faults that are still to come. Safe for concurrent use.</summary>
internal sealed class FaultOrders
{
    private readonly Lock _lock = new();
    private readonly List<Fault> _orders = [];

    public IReadOnlyList<Fault> Pending
    {
        get
        {
            lock (_lock)
            {
                return [.. _orders];
            }
        }
    }

    public void Add(IEnumerable<Fault> faults)
    {
        lock (_lock)
        {
            _orders.AddRange(faults);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _orders.Clear();
        }
    }

    /// <summary>The fault of a request, or null: the first order that matches it and has no more to skip.</summary>
    public Fault? Next(string method, string target)
    {
        lock (_lock)
        {
            for (var i = 0; i < _orders.Count; i++)
            {
                var order = _orders[i];
                if (!order.Meets(method, target))
                {
                    continue;
                }

                if (order.Skip > 0)
                {
                    _orders[i] = order with { Skip = order.Skip - 1 };
                    continue;
                }

                if (order.Times is { } times)
                {
                    if (times == 1)
                    {
                        _orders.RemoveAt(i);
                    }
                    else
                    {
                        _orders[i] = order with { Times = times - 1 };
                    }
                }

                return order;
            }

            return null;
        }
    }
}
