using Syncline.DatabaseServers;

[assembly: AssemblyFixture(typeof(PostgreSqlServer))]
[assembly: AssemblyFixture(typeof(MariaDbServer))]
