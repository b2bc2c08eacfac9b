namespace MarketSim.Benchmarks.Learning;

/// <summary>Time of a step that is repeated: the quickest of many short stretches, so that what else the machine does at the time counts little.</summary>
internal static class QuickestStretch
{
    private const int MaxStretches = 100;
    private const int WarmUps = 60;
    private const int MinStretches = 5;
    private static readonly TimeSpan Stretch = TimeSpan.FromMicroseconds(500);
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(400);

    /// <summary>Microseconds of one step.</summary>
    public static double Micros(Action step, TimeProvider timeProvider)
    {
        long began = timeProvider.GetTimestamp();
        for (int i = 0; i < WarmUps && (i < MinStretches || timeProvider.GetElapsedTime(began) < Budget); i++)
        {
            step();
        }

        began = timeProvider.GetTimestamp();
        double quickest = double.PositiveInfinity;
        for (int i = 0; i < MaxStretches && (i < MinStretches || timeProvider.GetElapsedTime(began) < Budget); i++)
        {
            quickest = Math.Min(quickest, TimeOne(step, timeProvider));
        }

        return quickest;
    }

    private static double TimeOne(Action step, TimeProvider timeProvider)
    {
        long started = timeProvider.GetTimestamp();
        TimeSpan elapsed;
        int steps = 0;
        do
        {
            step();
            steps++;
            elapsed = timeProvider.GetElapsedTime(started);
        }
        while (elapsed < Stretch);
        return elapsed.TotalMicroseconds / steps;
    }
}
