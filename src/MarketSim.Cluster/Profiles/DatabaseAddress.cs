using System.Globalization;
using MarketSim.Cluster.Store.Postgres;

namespace MarketSim.Cluster.Profiles;

/// <summary><c>postgresql://user@host:port/database?sslmode=disable|require|verify-full&amp;rootcert=FILE</c>.</summary>
internal static class DatabaseAddress
{
    public const string Example = "postgresql://marketsim@database.example:5432/marketsim";

    /// <summary>Loopback and closed networks need no TLS; elsewhere an address says so by itself.</summary>
    private const DatabaseTls DefaultTls = DatabaseTls.Off;

    private static readonly string[] KnownSettings = ["sslmode", "rootcert"];

    /// <exception cref="ClusterSettingException">The address or a password cannot be used.</exception>
    public static PostgresOptions Read(string text, string source, PasswordSource passwords)
    {
        ServiceAddress address = ServiceAddress.Parse(text, source, ["postgresql", "postgres"], Example);
        var options = new PostgresOptions
        {
            Host = address.Host,
            Port = address.Port ?? 5432,
            Database = address.Path.Length > 0
                ? address.Path
                : throw new ClusterSettingException($"{source} names no database; it must be like {Example}"),
            User = address.User,
            Password = passwords.Database(address.Password),
            Tls = DefaultTls,
        };
        foreach ((string name, string value) in address.Settings)
        {
            options = name switch
            {
                "sslmode" => options with { Tls = ReadTls(address, value) },
                "rootcert" => options with { RootCertificate = value },
                _ => throw address.UnknownSetting(name, KnownSettings),
            };
        }

        return options is { RootCertificate: not null, Tls: not DatabaseTls.VerifyFull }
            ? throw new ClusterSettingException($"{source} names a rootcert, which only sslmode=verify-full looks at; add sslmode=verify-full, or leave rootcert out")
            : options;
    }

    /// <summary>The address without the password.</summary>
    public static string TextOf(PostgresOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"postgresql://{Uri.EscapeDataString(options.User)}@{options.Host}:{options.Port}/{Uri.EscapeDataString(options.Database)}{TlsOf(options)}");

    private static string TlsOf(PostgresOptions options) => options.Tls switch
    {
        DatabaseTls.Require => "?sslmode=require",
        DatabaseTls.VerifyFull when options.RootCertificate is { } file => $"?sslmode=verify-full&rootcert={Uri.EscapeDataString(file)}",
        DatabaseTls.VerifyFull => "?sslmode=verify-full",
        _ => string.Empty,
    };

    private static DatabaseTls ReadTls(ServiceAddress address, string value) => value switch
    {
        "disable" => DatabaseTls.Off,
        "require" => DatabaseTls.Require,
        "verify-full" => DatabaseTls.VerifyFull,
        _ => throw address.WrongSetting("sslmode", value, "disable, require or verify-full"),
    };
}
