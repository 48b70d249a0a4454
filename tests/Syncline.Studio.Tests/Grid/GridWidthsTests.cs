using Syncline.Studio.Grid;

namespace Syncline.Studio.Tests.Grid;

public sealed class GridWidthsTests
{
    private static readonly GridColumn[] Columns = [new() { Key = "id", Title = "Id", Width = 100 }, new() { Key = "mail", Title = "Mail", Width = 100 }];

    [Fact]
    public void A_column_becomes_as_wide_as_its_longest_value_and_never_narrower()
    {
        var fitted = GridWidths.Fit(Columns, [Row("1", "a"), Row("2", "caspar.quist@nordwind.example")]);
        fitted[0].ShouldBeSameAs(Columns[0]);
        fitted[1].Width.ShouldBeGreaterThan(200);
    }

    [Fact]
    public void A_changed_value_gets_the_room_of_its_bold_letters_and_a_novel_does_not_get_all_of_its()
    {
        var plain = GridWidths.Fit(Columns, [Row("1", "caspar.quist@nordwind.example")]);
        var changed = GridWidths.Fit(Columns, [new GridRow(1, [new("1"), new("caspar.quist@nordwind.example", "", IsChanged: true)])]);
        changed[1].Width.ShouldBeGreaterThan(plain[1].Width);
        GridWidths.Fit(Columns, [Row("1", new string('x', 5000))])[1].Width.ShouldBeLessThan(500);
    }

    [Fact]
    public void What_fits_already_is_left_as_it_is() => GridWidths.Fit(Columns, [Row("1", "a")]).ShouldBeSameAs(Columns);

    private static GridRow Row(string id, string mail) => new(1, [new(id), new(mail)]);
}
