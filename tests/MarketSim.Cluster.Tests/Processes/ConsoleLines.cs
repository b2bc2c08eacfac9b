using Xunit.Abstractions;
using Xunit.Sdk;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>Writes to the console that the tests run in, also when they pass.</summary>
public sealed class ConsoleLines(IMessageSink console)
{
    internal void Write(string text) => console.OnMessage(new DiagnosticMessage(text));
}
