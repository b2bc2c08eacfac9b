namespace MarketSim.Cluster.Profiles;

/// <summary>Finds passwords: in the address, else in an environment variable, else in the file that a second variable names.</summary>
/// <param name="environment">Value of a variable; null for one that is not set.</param>
public sealed class PasswordSource(Func<string, string?> environment)
{
    /// <summary>The environment variable of the database's password.</summary>
    public const string DatabaseVariable = "MARKETSIM_DATABASE_PASSWORD";
    /// <summary>Ends the name of the variable that names a file with the password, in place of the password itself.</summary>
    public const string FileSuffix = "_FILE";

    /// <summary>The environment of this process.</summary>
    public static PasswordSource OfProcess { get; } = new(Environment.GetEnvironmentVariable);

    /// <summary>The password of the database; that of the address counts before all others.</summary>
    /// <param name="inAddress">Null when the address holds none.</param>
    /// <returns>Null when there is none anywhere.</returns>
    /// <exception cref="ClusterSettingException">There are two, or the file cannot be read.</exception>
    public string? Database(string? inAddress) => inAddress ?? Find(DatabaseVariable);

    private string? Find(string variable)
    {
        string? value = NullIfEmpty(environment(variable));
        string? file = NullIfEmpty(environment(variable + FileSuffix));
        return (value, file) switch
        {
            (not null, not null) => throw new ClusterSettingException($"{variable} and {variable}{FileSuffix} are both set; unset one of them"),
            (null, not null) => ReadFile(variable + FileSuffix, file),
            _ => value,
        };
    }

    private static string ReadFile(string variable, string path)
    {
        try
        {
            string password = File.ReadAllText(path).TrimEnd('\r', '\n');
            return password.Length > 0
                ? password
                : throw new ClusterSettingException($"The file {path}, which {variable} names, is empty; it must hold the password and nothing else");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ClusterSettingException($"The password file {path}, which {variable} names, cannot be read: {exception.Message}", exception);
        }
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
