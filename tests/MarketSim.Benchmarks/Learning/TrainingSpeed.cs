using MarketSim.Learning.Gradients;
using MarketSim.Learning.Tests.Training.Reference;
using MarketSim.Learning.Training;

namespace MarketSim.Benchmarks.Learning;

/// <summary>The speed of a training on one thread.</summary>
/// <param name="Task">Its name.</param>
/// <param name="Steps">Environment steps that were timed.</param>
/// <param name="Seconds">By the clock.</param>
/// <param name="ProcessorSeconds">That the process took: on a machine that others use too, the steadier figure.</param>
/// <param name="AllocatedBytes">While timed.</param>
internal sealed record TrainingSpeed(string Task, long Steps, double Seconds, double ProcessorSeconds, long AllocatedBytes)
{
    /// <summary>Steps per second of wall time.</summary>
    public double StepsPerSecond => Steps / Seconds;

    /// <summary>Steps per second of processor time.</summary>
    public double StepsPerProcessorSecond => Steps / ProcessorSeconds;

    /// <summary>Trains for a while, then times: everything counts, environments and acting too.</summary>
    /// <param name="warmUpSteps">Before the clock starts.</param>
    /// <param name="steps">While it runs.</param>
    /// <param name="engine">Null for the managed engine.</param>
    public static TrainingSpeed Measure(ReferenceTask task, long warmUpSteps, long steps, TimeProvider time, ulong seed = 1, IGradientEngine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(time);
        LearningAlgorithm model = task.Create(seed, engine: engine);
        model.Learn(warmUpSteps);
        long stepsBefore = model.Steps;
        long bytesBefore = GC.GetAllocatedBytesForCurrentThread();
        TimeSpan processorBefore = System.Environment.CpuUsage.TotalTime;
        long began = time.GetTimestamp();
        model.Learn(warmUpSteps + steps);
        return new TrainingSpeed(
            task.Name,
            model.Steps - stepsBefore,
            time.GetElapsedTime(began).TotalSeconds,
            (System.Environment.CpuUsage.TotalTime - processorBefore).TotalSeconds,
            GC.GetAllocatedBytesForCurrentThread() - bytesBefore);
    }
}
