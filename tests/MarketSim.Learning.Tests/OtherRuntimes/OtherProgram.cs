using System.Diagnostics;
using System.Reflection;

namespace MarketSim.Learning.Tests.OtherRuntimes;

/// <summary>Programs that are not ours, which must read what we write.</summary>
internal static class OtherProgram
{
    private static string Folder { get; } = typeof(OtherProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "OtherRuntimes").Value!;

    /// <summary>Null when scripts of <c>OtherRuntimes</c> can be run.</summary>
    public static string? WhyNodeIsMissing { get; } =
        !Exists("node") ? "There is no Node.js on the path."
        : !File.Exists(Path.Combine(Folder, "node_modules", ".restored")) ? "The build could not fetch the packages of OtherRuntimes/package.json with npm."
        : null;

    /// <summary>Null when Python scripts can be run.</summary>
    public static string? WhyPythonIsMissing { get; } = Exists("python3") ? null : "There is no python3 on the path.";

    /// <summary>What a script of <c>OtherRuntimes</c> prints.</summary>
    public static string Node(string script, params string[] arguments) => Run("node", [Path.Combine(Folder, script), .. arguments]);

    /// <summary>What a Python script beside the tests prints; it needs nothing but Python.</summary>
    /// <param name="script">Path below the test project.</param>
    public static string Python(string script, params string[] arguments) =>
        Run("python3", [Path.Combine(AppContext.BaseDirectory, script), .. arguments]);

    private static string Run(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) 
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {error.Result}");
        return output;
    }

    private static bool Exists(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program)));
}

/// <summary>A test that needs Node.js and the packages that the build fetches with npm.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = OtherProgram.WhyNodeIsMissing;
}

/// <summary>A test that needs Python.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute() => Skip = OtherProgram.WhyPythonIsMissing;
}
