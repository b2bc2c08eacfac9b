using System.Runtime.CompilerServices;
using Xunit;

namespace MarketSim.TestKit;

/// <summary>A test of minutes, which runs only when MARKETSIM_LONG=1 asks for it; otherwise it is skipped, and says how to run it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongFactAttribute : FactAttribute
{
    /// <param name="filter">What chooses the test on the command line.</param>
    /// <param name="sourceFile">Filled in by the compiler.</param>
    public LongFactAttribute(string filter, [CallerFilePath] string sourceFile = "") => Skip = LongTests.SkipReason(filter, sourceFile);
}
