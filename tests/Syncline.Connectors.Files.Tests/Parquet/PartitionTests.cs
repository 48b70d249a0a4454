using Syncline.Connectors.Files.Parquet;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Files.Tests.Parquet;

public sealed class PartitionTests : IDisposable
{
    private static readonly string[] All = ["id", "sum", "year", "country"];

    private readonly FileFolder folder = new(new ParquetConnector());

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Rows_go_to_the_file_of_their_folder_and_come_back_as_they_were()
    {
        await using (var made = await LakeAsync(("columns", "id, sum:integer, year:integer, country")))
        {
            (await FileFolder.WriteAsync(
                made, "orders", WriteKind.Insert, All, ["1", 10L, 2023L, "DE"], ["2", 20L, 2024L, "DE"], ["3", 30L, 2024L, "a/b c=ü%"], ["4", 40L, 2024L, null], ["5", 50L, 2023L, "DE"]))
                .ShouldAllBe(outcome => outcome == "Done");
        }

        Files().ShouldBe(["year=2023/country=DE/rows.parquet", "year=2024/country=DE/rows.parquet", "year=2024/country=__HIVE_DEFAULT_PARTITION__/rows.parquet", "year=2024/country=a%2Fb%20c%3D%C3%BC%25/rows.parquet"]);
        await using var lake = await LakeAsync(("columns", "year:integer"));
        (await ReadAsync(lake)).ShouldBe(["1 10 2023 DE", "2 20 2024 DE", "3 30 2024 a/b c=ü%", "4 40 2024 ", "5 50 2023 DE"]);
    }

    [Fact]
    public async Task Rows_are_changed_and_removed_where_they_are_and_others_keep_their_file()
    {
        await using var lake = await FilledAsync();
        var untouched = await File.ReadAllBytesAsync(folder.FullPath("lake/year=2024/country=DE/rows.parquet"), TestContext.Current.CancellationToken);

        (await FileFolder.WriteAsync(lake, "orders", WriteKind.Update, ["id", "sum"], ["1", 11L], ["9", 1L])).ShouldBe(["Done", "Failed FI1204"]);
        (await FileFolder.WriteAsync(lake, "orders", WriteKind.Delete, ["id"], ["5"], ["9"])).ShouldBe(["Done", "Done"]);
        (await FileFolder.WriteAsync(lake, "orders", WriteKind.Upsert, All, ["1", 12L, "2023", "DE"], ["6", 60L, "2025", "FR"])).ShouldBe(["Done", "Done"]);

        (await ReadAsync(lake)).ShouldBe(["1 12 2023 DE", "2 20 2024 DE", "6 60 2025 FR"]);
        (await File.ReadAllBytesAsync(folder.FullPath("lake/year=2024/country=DE/rows.parquet"), TestContext.Current.CancellationToken)).ShouldBe(untouched);
    }

    [Fact]
    public async Task A_row_is_neither_doubled_in_another_folder_nor_moved_to_one_nor_put_nowhere()
    {
        await using var lake = await FilledAsync();

        (await FileFolder.WriteAsync(lake, "orders", WriteKind.Insert, All, ["1", 1L, "2024", "DE"])).ShouldBe(["Failed FI1203"]);
        (await FileFolder.WriteAsync(lake, "orders", WriteKind.Upsert, All, ["1", 1L, "2024", "DE"], ["2", 21L, "2024", "DE"])).ShouldBe(["Failed FI1213", "Done"]);
        (await FileFolder.WriteAsync(lake, "orders", WriteKind.Insert, ["id", "sum"], ["7", 1L])).ShouldBe(["Failed FI1212"]);
        (await Should.ThrowAsync<WriteException>(() => FileFolder.WriteAsync(lake, "orders", WriteKind.Update, ["year", "sum"], ["2024", 1L]))).Error.Id.ShouldBe("FI1214");
        (await ReadAsync(lake)).ShouldBe(["1 10 2023 DE", "2 21 2024 DE", "5 50 2023 DE"]);
    }

    [Fact]
    public async Task Partitions_need_one_table_in_a_folder() =>
        (await Should.ThrowAsync<ConfigurationException>(async () => await folder.ConnectAsync("lake.parquet", ("partition-by", "year")))).Error.Option.ShouldBe("partition-by");

    private async Task<IConnection> FilledAsync()
    {
        await using (var made = await LakeAsync(("columns", "id, sum:integer, year, country")))
        {
            await FileFolder.WriteAsync(made, "orders", WriteKind.Insert, All, ["1", 10L, "2023", "DE"], ["2", 20L, "2024", "DE"], ["5", 50L, "2023", "DE"]);
        }

        return await LakeAsync();
    }

    private async Task<IConnection> LakeAsync(params (string Option, string Value)[] options)
    {
        Directory.CreateDirectory(folder.FullPath("lake"));
        return await folder.ConnectAsync("lake", [("one-table", "orders"), ("partition-by", "year, country"), .. options]);
    }

    private IEnumerable<string> Files() => Directory.EnumerateFiles(folder.FullPath("lake"), "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(folder.FullPath("lake"), file).Replace(Path.DirectorySeparatorChar, '/')).Order(StringComparer.Ordinal);

    private static async Task<IReadOnlyList<string>> ReadAsync(IConnection lake) =>
        [.. (await FileFolder.ReadAsync(lake, new ReadRequest { Table = "orders", Columns = All })).Select(row => string.Join(' ', row)).Order(StringComparer.Ordinal)];
}
