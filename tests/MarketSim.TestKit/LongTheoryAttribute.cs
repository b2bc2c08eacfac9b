using System.Runtime.CompilerServices;
using Xunit;

namespace MarketSim.TestKit;

/// <summary>Tests of minutes, which run only when MARKETSIM_LONG=1 asks for them; otherwise they are skipped, and say how to run them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongTheoryAttribute : TheoryAttribute
{
    /// <param name="filter">What chooses the tests on the command line.</param>
    /// <param name="sourceFile">Filled in by the compiler.</param>
    public LongTheoryAttribute(string filter, [CallerFilePath] string sourceFile = "") => Skip = LongTests.SkipReason(filter, sourceFile);
}
