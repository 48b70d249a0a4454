using Syncline.Connectors.Databases.Errors;

namespace Syncline.Connectors.Databases.Tests.Errors;

/// <summary>Servers quote values of rows in their texts; nobody reads them in ours.</summary>
public sealed class ServerTextTests
{
    [Theory]
    [InlineData("Duplicate entry 'ada@x.com' for key 'email'", "Duplicate entry '…' for key 'email'")]
    [InlineData("Duplicate entry 'it's for key' for key 'PRIMARY'", "Duplicate entry '…' for key 'PRIMARY'")]
    [InlineData("Incorrect integer value: 'se\nven' for column `db`.`t`.`n` at row 1", "Incorrect integer value: '…' for column `db`.`t`.`n` at row 1")]
    [InlineData("Truncated incorrect DOUBLE value: 'seven'", "Truncated incorrect DOUBLE value: '…'")]
    [InlineData("BIGINT UNSIGNED value is out of range in '(`t`.`a` - 5)'", "BIGINT UNSIGNED value is out of range in '…'")]
    [InlineData("Data too long for column 'name' at row 1", "Data too long for column 'name' at row 1")]
    public void Of_MySQL(string text, string shown) => ServerText.OfMySql(text).ShouldBe(shown);

    [Theory]
    [InlineData("invalid input syntax for type integer: \"seven\"", "invalid input syntax for type integer: \"…\"")]
    [InlineData("value \"99999\" is out of range for type smallint", "value \"…\" is out of range for type smallint")]
    [InlineData("value too long for type character varying(10)", "value too long for type character varying(10)")]
    public void Of_PostgreSQL(string text, string shown) => ServerText.OfPostgreSqlValue(text).ShouldBe(shown);

    [Theory]
    [InlineData("Cannot insert duplicate key in object 'dbo.t'. The duplicate key value is (Ada (1), 5).", "Cannot insert duplicate key in object 'dbo.t'. The duplicate key value is (…).")]
    [InlineData("String or binary data would be truncated in table 'crm.dbo.t', column 'name'. Truncated value: 'Ada'.", "String or binary data would be truncated in table 'crm.dbo.t', column 'name'. Truncated value: '…'.")]
    [InlineData("Conversion failed when converting the varchar value 'it's' to data type int.", "Conversion failed when converting the varchar value '…' to data type int.")]
    [InlineData("Arithmetic overflow error for data type tinyint, value = 300.", "Arithmetic overflow error for data type tinyint, value = ….")]
    [InlineData("The given value 'Ada' of type String from the data source cannot be converted to type nvarchar for Column 1 [name] Row 2.", "The given value '…' of type String from the data source cannot be converted to type nvarchar for Column 1 [name] Row 2.")]
    public void Of_SQL_Server(string text, string shown) => ServerText.OfSqlServer(text).ShouldBe(shown);
}
