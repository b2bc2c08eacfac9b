using MarketSim.Learning.Curriculum;

namespace MarketSim.Results.Tables;

/// <summary>Reads <c>curriculum.csv</c>: the evaluations of the stages of a training.</summary>
public static class CurriculumFile
{
    /// <summary>Empty for a training without a curriculum; the steps of evaluations are episodes.</summary>
    public static IReadOnlyList<CurriculumRow> Read(string runFolder)
    {
        if (!File.Exists(Path.Combine(runFolder, RunFolder.CurriculumFile)))
        {
            return [];
        }

        using var table = new CsvTableReader(runFolder, RunFolder.CurriculumFile);
        int number = table.Column("number");
        int episode = table.Column("episode");
        int stage = table.Column("stage");
        int name = table.Column("name");
        int score = table.Column("score");
        int smoothed = table.Column("smoothed");
        int bar = table.Column("bar");
        int episodes = table.Column("episodes");
        int pValue = table.Column("p_value");
        int decision = table.Column("decision");
        int reason = table.Column("reason");
        var rows = new List<CurriculumRow>();
        while (table.Read())
        {
            rows.Add(new CurriculumRow(table.Text(name), new StageEvaluation(
                (int)table.NumberAtLeastZero(number),
                (long)table.NumberAtLeastZero(episode) + 1,
                (int)table.NumberAtLeastZero(stage),
                table.Number(score),
                table.Number(smoothed),
                table.Number(bar),
                (int)table.NumberAtLeastZero(episodes),
                table.Number(pValue),
                Enum.TryParse(table.Text(decision), ignoreCase: true, out StageDecision decided) ? decided : throw table.Malformed(decision, "stays, advances or returns"),
                table.Text(reason))));
        }

        return rows;
    }
}

/// <summary>One evaluation.</summary>
/// <param name="Name">Of the stage.</param>
public sealed record CurriculumRow(string Name, StageEvaluation Evaluation);
