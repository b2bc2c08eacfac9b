using Microsoft.Extensions.Logging;

namespace MarketSim.Simulation;

/// <summary>The log messages of a run. Nothing of it is on the path of a tick.</summary>
internal static partial class Log
{
    // One parameter per named field of the message: the generator takes no record.
    [LoggerMessage(EventId = 101, Level = LogLevel.Information, Message = "Run of {Scenario} with seed {Seed} and {Agents} agents in {Folder} begins after tick {Tick}, with {Partitions} partitions on {Threads} threads")]
    public static partial void RunBegins(this ILogger logger, string scenario, ulong seed, int agents, string folder, long tick, int partitions, int threads);

    [LoggerMessage(EventId = 102, Level = LogLevel.Information, Message = "Checkpoint after tick {Tick}: {Parts} parts, {Bytes} bytes")]
    public static partial void CheckpointCommitted(this ILogger logger, long tick, int parts, long bytes);

    [LoggerMessage(EventId = 103, Level = LogLevel.Information, Message = "Agent {Agent} of group {Group} failed at tick {Tick}, for the {Failures}. time; it loses this tick's requests and its strategy's memory")]
    public static partial void AgentFails(this ILogger logger, Exception exception, int agent, string group, long tick, int failures);

    [LoggerMessage(EventId = 104, Level = LogLevel.Warning, Message = "Learner {Policy} stops at tick {Tick} and keeps the weights published last: {Reason}")]
    public static partial void LearnerStops(this ILogger logger, string policy, long tick, string reason);

    [LoggerMessage(EventId = 105, Level = LogLevel.Warning, Message = "There is no checkpoint in {Folder}: the run begins again from its start")]
    public static partial void RunBeginsAgain(this ILogger logger, string folder);

    [LoggerMessage(EventId = 106, Level = LogLevel.Information, Message = "Curriculum after episode {Episode}: {Name}, {Evaluation}")]
    public static partial void StageEvaluated(this ILogger logger, int episode, string name, string evaluation);
}
