using System.Net;
using System.Net.Http.Headers;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>File and image columns. Microsoft Learn: "Use file column data", "Use image column data"; PROTOCOL 5.12.</summary>
public sealed class FileTests : IAsyncLifetime
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];
    private SiteHost _site = null!;
    private string _column = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await SiteHost.StartAsync();
        var id = (await _site.GetAsync("new_projects?$select=new_name&$top=1")).Rows[0].GetProperty("new_projectid").GetGuid();
        _column = $"new_projects({id})/new_contract";
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_file_goes_up_and_comes_down_in_one_piece()
    {
        var content = Bytes(100_000);

        (await SendAsync("PATCH", _column, content, ("x-ms-file-name", "contract.pdf"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        using var down = await SendAsync("GET", _column + "/$value", null);
        (await down.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(content);
        down.Headers.GetValues("x-ms-file-name").ShouldBe(["contract.pdf"]);
        down.Headers.GetValues("x-ms-file-size").ShouldBe(["100000"]);
        var row = (await _site.GetAsync(_column.Split('/')[0] + "?$select=new_contract,new_contract_name")).Json;
        row.GetProperty("new_contract").GetGuid().ShouldNotBe(Guid.Empty);
        row.GetProperty("new_contract_name").GetString().ShouldBe("contract.pdf");
    }

    [Fact]
    public async Task A_file_goes_up_in_chunks_and_comes_down_in_ranges()
    {
        var content = Bytes((4 * 1024 * 1024) + 10);
        using var begun = await SendAsync("PATCH", _column, [], ("x-ms-transfer-mode", "chunked"), ("x-ms-file-name", "long%20name.bin"));
        begun.StatusCode.ShouldBe(HttpStatusCode.OK);
        begun.Headers.GetValues("x-ms-chunk-size").ShouldBe(["4194304"]);
        var address = begun.Headers.Location!.ToString();
        address.ShouldContain("?sessiontoken=");

        (await SendAsync("PATCH", address, content[..4194304], ("Content-Range", $"bytes 0-4194303/{content.Length}"))).StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await SendAsync("PATCH", address, content[4194304..], ("Content-Range", $"bytes 4194304-{content.Length - 1}/{content.Length}"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        using var part = await SendAsync("GET", _column + "/$value", null, ("Range", "bytes=4194300-4194309"));
        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        part.Content.Headers.ContentRange!.ToString().ShouldBe($"bytes 4194300-4194309/{content.Length}");
        (await part.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(content[4194300..4194310]);
        part.Headers.GetValues("x-ms-file-name").ShouldBe(["long%20name.bin"]);
    }

    [Fact]
    public async Task A_chunk_out_of_turn_is_refused()
    {
        using var begun = await SendAsync("PATCH", _column, [], ("x-ms-transfer-mode", "chunked"), ("x-ms-file-name", "x.bin"));

        (await SendAsync("PATCH", begun.Headers.Location!.ToString(), Bytes(10), ("Content-Range", "bytes 5-14/20"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_empty_column_has_no_content_and_a_file_can_be_taken_out()
    {
        (await SendAsync("GET", _column + "/$value", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await SendAsync("PATCH", _column, Bytes(3), ("x-ms-file-name", "a.txt"));

        (await _site.SendAsync("DELETE", _column)).Status.ShouldBe(HttpStatusCode.NoContent);

        (await SendAsync("GET", _column + "/$value", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_file_moves_in_blocks_by_messages()
    {
        var id = _column[("new_projects(".Length)..].Split(')')[0];
        var target = $"\"Target\":{{\"@odata.type\":\"Microsoft.Dynamics.CRM.new_project\",\"new_projectid\":\"{id}\"}},\"FileAttributeName\":\"new_contract\"";
        var begun = await _site.PostAsync("InitializeFileBlocksUpload", "{" + target + ""","FileName":"blocks.bin"}""");
        begun.Status.ShouldBe(HttpStatusCode.OK, begun.Text);
        var token = begun.Json.GetProperty("FileContinuationToken").GetString();
        foreach (var (block, data) in new[] { ("QQ==", "AQID"), ("Qg==", "BAU=") })
        {
            (await _site.PostAsync("UploadBlock", $$"""{"BlockId":"{{block}}","BlockData":"{{data}}","FileContinuationToken":"{{token}}"}""")).Status.ShouldBe(HttpStatusCode.NoContent);
        }

        var committed = await _site.PostAsync("CommitFileBlocksUpload", $$"""{"FileName":"blocks.bin","MimeType":"application/x-test","BlockList":["QQ==","Qg=="],"FileContinuationToken":"{{token}}"}""");
        committed.Json.GetProperty("FileSizeInBytes").GetInt64().ShouldBe(5);
        var down = await _site.PostAsync("InitializeFileBlocksDownload", "{" + target + "}");
        down.Json.GetProperty("FileName").GetString().ShouldBe("blocks.bin");
        var piece = await _site.PostAsync("DownloadBlock", $$"""{"Offset":2,"BlockLength":10,"FileContinuationToken":"{{down.Json.GetProperty("FileContinuationToken").GetString()}}"}""");
        piece.Json.GetProperty("Data").GetBytesFromBase64().ShouldBe([3, 4, 5]);
        (await _site.PostAsync("DeleteFile", $$"""{"FileId":"{{committed.Json.GetProperty("FileId").GetGuid()}}"}""")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await SendAsync("GET", _column + "/$value", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task An_image_is_written_with_its_row_and_read_by_its_address()
    {
        var created = await _site.PostAsync("contacts", $$"""{"lastname":"Pictured","entityimage":"{{Convert.ToBase64String(Png)}}"}""");
        created.Status.ShouldBe(HttpStatusCode.NoContent, created.Text);

        var row = (await _site.GetAsync($"contacts({created.CreatedId})?$select=entityimageid,entityimage_url,entityimage_timestamp")).Json;
        row.GetProperty("entityimageid").GetGuid().ShouldNotBe(Guid.Empty);
        row.GetProperty("entityimage_url").GetString()!.ShouldStartWith("/Image/download.aspx?Entity=contact&Attribute=entityimage&Id=");
        using var image = await SendAsync("GET", $"contacts({created.CreatedId})/entityimage/$value?size=full", null);
        (await image.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(Png);
        (await _site.GetAsync($"contacts({created.CreatedId})/entityimage")).Json.GetProperty("value").GetBytesFromBase64().ShouldBe(Png);
    }

    [Fact]
    public async Task What_is_no_image_is_refused()
    {
        (await _site.PostAsync("contacts", """{"lastname":"Not pictured","entityimage":"AQID"}""")).ErrorCode.ShouldBe("0x80072553");
    }

    [Fact]
    public async Task A_file_too_large_for_its_column_is_refused()
    {
        using var answer = await SendAsync("PATCH", _column, [], ("x-ms-transfer-mode", "chunked"), ("x-ms-file-name", "x.bin"));
        using var refused = await SendAsync("PATCH", answer.Headers.Location!.ToString(), Bytes(1), ("Content-Range", "bytes 0-0/134217729"));

        (await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("0x80044a02");
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, byte[]? content, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (content is not null)
        {
            request.Content = new ByteArrayContent(content);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        }

        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await _site.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
