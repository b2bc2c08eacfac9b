namespace MarketSim.Experiments.Sweeps;

/// <summary>Measures a run that has finished: figures for columns of a sweep's table that the summary of a run does not have.</summary>
/// <param name="runFolder">Of the run.</param>
/// <returns>By the name of the column; names that the table does not have are left out.</returns>
public delegate IReadOnlyList<KeyValuePair<string, decimal>> RunMeasurement(string runFolder);
