using MarketSim.Engine.Definitions;
using MarketSim.Engine.Participants;
using MarketSim.Learning.Curriculum;

namespace MarketSim.Results.Tables;

/// <summary>Writes <c>curriculum.csv</c>, a row for each evaluation of a stage.</summary>
internal sealed class CurriculumTableWriter(MarketCurriculum curriculum, CsvTableWriter file)
{
    public static IEnumerable<string> Columns { get; } =
        ["number", "episode", "stage", "name", "score", "smoothed", "bar", "episodes", "p_value", "decision", "reason"];

    public CsvTableWriter File => file;

    /// <summary>The last evaluation in words; empty before the first, or when the run was resumed just now.</summary>
    public string Last { get; private set; } = string.Empty;

    public void Write(StageEvaluated evaluated)
    {
        StageEvaluation evaluation = evaluated.Evaluation;
        file.Number(evaluation.Number);
        file.Number(evaluated.Episode);
        file.Number(evaluation.Stage);
        file.Text(curriculum.Stages[evaluation.Stage].Name);
        file.Number(evaluation.Score);
        file.Number(evaluation.Smoothed);
        file.Number(evaluation.Bar);
        file.Number(evaluation.Episodes);
        file.Number(evaluation.PValue);
        file.Text(evaluation.Decision.ToString().ToLowerInvariant());
        file.Text(evaluation.Reason);
        file.EndRow();
        Last = evaluation.Describe();
    }
}
