using MarketSim.Cluster.Local;
using System.Globalization;

namespace MarketSim.Cluster.Tests.Local;

/// <summary>Finds PostgreSQL's programs on this machine, and how to run them: PostgreSQL refuses to run as root.</summary>
internal sealed class PostgresPrograms
{
    private const string DebianFolder = "/usr/lib/postgresql";

    private readonly string _folder;

    private PostgresPrograms(string folder) => _folder = folder;

    public string Initialiser => Path.Combine(_folder, "initdb");

    public string Server => Path.Combine(_folder, "postgres");

    /// <summary>Whether the programs run as the user postgres, because this one is root.</summary>
    public static bool RunAsPostgres => Environment.IsPrivilegedProcess;

    /// <summary>The newest version that Debian's packages have installed, otherwise the first on the search path.</summary>
    /// <exception cref="LocalServerException">There is none.</exception>
    public static PostgresPrograms Find()
    {
        IEnumerable<string> packaged = Directory.Exists(DebianFolder)
            ? Directory.EnumerateDirectories(DebianFolder).OrderByDescending(Version).Select(version => Path.Combine(version, "bin"))
            : [];
        IEnumerable<string> searched = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return packaged.Concat(searched).Select(folder => new PostgresPrograms(folder)).FirstOrDefault(programs => programs.AreThere)
            ?? throw new LocalServerException("PostgreSQL is not installed (no initdb and postgres under /usr/lib/postgresql or on the path). On Debian: apt-get install postgresql");
    }

    /// <summary>Program and arguments, so that the user postgres runs it where this one is root.</summary>
    public static (string Program, IReadOnlyList<string> Arguments) Line(string program, params IReadOnlyList<string> arguments) => RunAsPostgres
        ? ("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", "--", program, .. arguments])
        : (program, arguments);

    private bool AreThere => File.Exists(Initialiser) && File.Exists(Server);

    private static int Version(string folder) =>
        int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int version) ? version : 0;
}
