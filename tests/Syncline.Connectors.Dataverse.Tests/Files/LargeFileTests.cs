using System.Net;
using Syncline.Connectors.Dataverse.Tests.Sandbox;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.Tests.Files;

/// <summary>Runs while no other test does: it counts what is allocated.</summary>
[CollectionDefinition(nameof(LargeFileTests), DisableParallelization = true)]
public sealed class LargeFileGroup;

/// <summary>A file of 20 MB goes between the wire and its batch without a copy in between.</summary>
[Collection(nameof(LargeFileTests))]
public sealed class LargeFileTests(SandboxSite sandbox) : IAsyncLifetime
{
    private const int Size = 20 * 1024 * 1024;

    private static readonly Guid Row = Guid.NewGuid();

    private readonly FileSite site = new();
    private IConnection connection = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        connection = await new DataverseConnector().ConnectAsync(Settings(), new ConnectorServices { HttpHandler = site, State = new MemoryState() }, CancellationToken.None);
        var made = await connection.WriteRowsAsync("new_project", WriteKind.Upsert, ["new_projectid", "new_name"], ["new_projectid"], [Row, "With a large file"]);
        made.Single().Status.ShouldBe(RowStatus.Done);
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        site.Dispose();
    }

    [Fact]
    public async Task It_is_read_straight_into_its_batch()
    {
        var request = new ReadRequest { Table = "new_project", Columns = ["new_contract"], Keys = new KeyFilter(["new_projectid"], [[Row]]) };
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await foreach (var batch in connection.ReadAsync(request, Cancellation))
        {
            using (batch)
            {
                var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
                batch.GetBytes(0, 0).Length.ShouldBe(Size);
                batch.GetBytes(0, 0).IndexOfAnyExcept(PatternStream.Value).ShouldBe(-1);

                // Room that is rented, a power of two, and the batch's own; a copy of the file would be another 20 MB at least.
                allocated.ShouldBeLessThan((32 + 20 + 8) * 1024 * 1024);
            }
        }
    }

    [Fact]
    public async Task It_is_sent_in_chunks_out_of_its_batch()
    {
        var schema = await connection.DescribeTableAsync("new_project", Cancellation);
        var builder = new RowBatchBuilder([schema.Find("new_projectid")!, schema.Find("new_contract")!]);
        builder.AppendRow(Row, new byte[Size]);
        using var rows = builder.Build();
        var write = new WriteBatch { Table = "new_project", Kind = WriteKind.Update, Rows = rows, KeyColumns = ["new_projectid"] };
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var outcome = (await connection.Writer!.WriteAsync(write, Cancellation)).Outcomes.Single();

        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(8 * 1024 * 1024);
        outcome.Status.ShouldBe(RowStatus.Done);
        site.Chunks.ShouldBe([4_194_304, 4_194_304, 4_194_304, 4_194_304, 4_194_304]);
    }

    [Fact]
    public async Task One_that_breaks_off_is_no_shorter_file()
    {
        site.BreakAfter = Size / 2;
        var request = new ReadRequest { Table = "new_project", Columns = ["new_contract"], Keys = new KeyFilter(["new_projectid"], [[Row]]) };

        var error = (await Should.ThrowAsync<ReadException>(async () => await connection.ReadRowsAsync(request))).Error;

        error.Message.ShouldContain("the file in new_contract did not come whole");
    }

    private ConnectionSettings Settings()
    {
        var app = sandbox.Server.Options.Directory.ConfidentialClient;
        return new ConnectionSettings
        {
            Name = "files",
            Connector = "dynamics-365",
            Options = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["url"] = sandbox.Server.Addresses.Site,
                ["token-url"] = sandbox.Server.Addresses.TokenUrl,
                ["client-id"] = app.Id.ToString(),
                ["grant-type"] = "client_credentials",
            },
            Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { ["client-secret"] = new(app.Secret!) },
        };
    }

    /// <summary>The sandbox, but for the content of files, which is made and swallowed here: the sandbox keeps it in the memory that is counted.</summary>
    private sealed class FileSite : DelegatingHandler
    {
        public FileSite()
            : base(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
        }

        public List<long> Chunks { get; } = [];

        public int? BreakAfter { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var address = request.RequestUri!.AbsoluteUri;
            if (request.Method == HttpMethod.Get && address.EndsWith("/new_contract/$value", StringComparison.Ordinal))
            {
                var content = new StreamContent(new PatternStream(Size, BreakAfter));
                content.Headers.ContentLength = Size;
                return new HttpResponseMessage(HttpStatusCode.OK) { Content = content, RequestMessage = request };
            }

            if (request.Method != HttpMethod.Patch || !address.Contains("/new_contract", StringComparison.Ordinal))
            {
                return await base.SendAsync(request, cancellationToken);
            }

            if (request.Content is null)
            {
                return new HttpResponseMessage(HttpStatusCode.OK) { Headers = { Location = new Uri(address + "?sessiontoken=1"), }, RequestMessage = request };
            }

            Chunks.Add(request.Content.Headers.ContentLength!.Value);
            await request.Content.CopyToAsync(Stream.Null, cancellationToken);
            return new HttpResponseMessage(HttpStatusCode.NoContent) { RequestMessage = request };
        }
    }

    /// <summary>So many bytes of one value.</summary>
    private sealed class PatternStream(int length, int? breakAfter) : Stream
    {
        public const byte Value = 0x5A;

        private int given;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get => given; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            if (given >= breakAfter)
            {
                throw new IOException("The connection was closed.");
            }

            var count = Math.Min(Math.Min(buffer.Length, 64 * 1024), length - given);
            buffer[..count].Fill(Value);
            given += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
