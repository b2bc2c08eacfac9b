namespace MarketSim.Serving.Tests.Python;

/// <summary>A test that needs Python with numpy and msgpack; skipped, with the reason, where no Python has them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute()
    {
        if (Interpreter is null)
        {
            Skip = "No python3 here has numpy and msgpack; on Debian: apt-get install python3-numpy python3-msgpack python3-pandas.";
        }
    }

    /// <summary>The first on the path, or Debian's own.</summary>
    public static string? Interpreter { get; } = Find();

    private static string? Find()
    {
        foreach (string candidate in new[] { ProgramRun.Find("python3"), "/usr/bin/python3" }.OfType<string>().Where(File.Exists))
        {
            (int exitCode, _) = ProgramRun.Of(candidate, "-c", "import numpy, msgpack").GetAwaiter().GetResult();
            if (exitCode == 0)
            {
                return candidate;
            }
        }

        return null;
    }
}
