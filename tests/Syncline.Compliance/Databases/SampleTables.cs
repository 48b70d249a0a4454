namespace Syncline.Compliance.Databases;

/// <summary>The tables that every database is tested with, in SQL that they share but for the names of types.</summary>
public static class SampleTables
{
    /// <summary>Statements that make and fill <c>contacts</c> (a column of each kind), <c>target</c> (what tests write to), <c>many</c> (what a million rows go to), <c>empty</c> and a view.</summary>
    public static string Sql(string integer, string exact, string moment, string local, string uuid, string bytes, string someBytes) => $"""
        CREATE TABLE contacts (id {integer} NOT NULL PRIMARY KEY, name VARCHAR(100) NOT NULL, amount {exact}, score DOUBLE PRECISION, active BOOLEAN,
            born DATE, wakes TIME, seen {moment}, made {local}, guid {uuid}, photo {bytes});
        INSERT INTO contacts (id, name, amount, score, active, born, wakes, seen, made, guid, photo) VALUES
            (1, 'Öztürk, "Ada"', '12345678901.2345', 0.1, TRUE, '1815-12-10', '07:30:00', '2024-02-29 23:59:59', '2024-02-29 23:59:59', '00112233-4455-6677-8899-aabbccddeeff', {someBytes}),
            (2, '漢 😀', '-0.0001', -1e300, FALSE, '9999-12-31', '23:59:59', '1970-01-02 00:00:00', '1970-01-02 00:00:00', 'ffffffff-ffff-4fff-bfff-ffffffffffff', {someBytes}),
            (3, '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
            (4, 'O''Hara', 0, 0, TRUE, '2000-01-01', '00:00:00', '2000-01-01 00:00:00', '2000-01-01 00:00:00', '00000000-0000-4000-8000-000000000000', {someBytes});
        CREATE TABLE target (code VARCHAR(40) NOT NULL PRIMARY KEY, name VARCHAR(160) CHECK (LENGTH(name) <= 160), note VARCHAR(2000));
        CREATE TABLE many (id {integer} NOT NULL PRIMARY KEY, note VARCHAR(200));
        CREATE TABLE empty (a {integer} NOT NULL PRIMARY KEY, b VARCHAR(10));
        CREATE VIEW adults AS SELECT id, name FROM contacts WHERE born < '2006-01-01';
        """;

    /// <summary>The same for SQL Server, one statement each: a view has to be alone in its batch, and words for truth and texts differ.</summary>
    public static IEnumerable<string> SqlServer() => Sql("int", "decimal(19,4)", "datetimeoffset", "datetime2", "uniqueidentifier", "varbinary(max)", "0x00FF")
        .Replace("VARCHAR(", "NVARCHAR(", StringComparison.Ordinal)
        .Replace("BOOLEAN", "bit", StringComparison.Ordinal).Replace("TRUE", "1", StringComparison.Ordinal).Replace("FALSE", "0", StringComparison.Ordinal)
        .Replace("LENGTH(", "LEN(", StringComparison.Ordinal)
        .Replace(", 'Ö", ", N'Ö", StringComparison.Ordinal).Replace(", '漢", ", N'漢", StringComparison.Ordinal)
        .Split(";\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(statement => statement.TrimEnd(';'));
}
