using System.CommandLine;
using System.Globalization;
using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Security;

namespace MarketSim.Cli.Commands;

/// <summary><c>marketsim cluster certificates</c>: makes what nodes show each other before they speak.</summary>
internal static class ClusterCertificatesCommand
{
    private const int DefaultDays = 365;

    public static Command Create(CommandConsole console, TimeProvider timeProvider)
    {
        var nodes = new Option<string[]>("--nodes")
        {
            Description = "Names of the nodes, with commas between them.",
            HelpName = "NAMES",
            Required = true,
            CustomParser = result => ParseNodes(result),
        };
        var output = new Option<string>("--output")
        {
            Description = "Folder for the files. An authority that is in it already issues the certificates; nothing is overwritten.",
            HelpName = "DIR",
            Required = true,
        };
        var days = new Option<int>("--days")
        {
            Description = $"How long the certificates hold, 1 to {ClusterCertificates.MaxDays}.",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultDays,
            CustomParser = result => ParseDays(result),
        };
        var command = new ExampleCommand(
            "certificates",
            "Makes a certificate for each node of a cluster, and the authority that issues them. Keys are readable by you alone; give each node its own key, and no node the authority's.",
            "marketsim cluster certificates --nodes node-1,node-2,node-3 --output certificates",
            "marketsim cluster certificates --nodes node-4 --output certificates --days 90")
        {
            nodes, output, days,
        };
        command.SetAction((parsed, _) =>
        {
            string folder = parsed.GetRequiredValue(output);
            Write(console, folder, ClusterCertificates.Create(folder, parsed.GetRequiredValue(nodes), parsed.GetValue(days), timeProvider));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static string[] ParseNodes(System.CommandLine.Parsing.ArgumentResult result)
    {
        string[] names = result.Tokens[^1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0 || names.Any(name => !NodeNames.IsValid(name)))
        {
            result.AddError($"--nodes is {result.Tokens[^1].Value}; it must be names of letters, digits, '-' and '_' with commas between them, e.g. node-1,node-2");
        }

        return names;
    }

    private static int ParseDays(System.CommandLine.Parsing.ArgumentResult result)
    {
        string text = result.Tokens[^1].Value;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int days) || days is < 1 or > ClusterCertificates.MaxDays)
        {
            result.AddError($"--days is {text}; it must be 1 to {ClusterCertificates.MaxDays}");
        }

        return days;
    }

    private static void Write(CommandConsole console, string folder, IReadOnlyList<NodeCertificate> made)
    {
        foreach (NodeCertificate node in made)
        {
            console.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{node.Node}: {node.CertificateFile}, {node.KeyFile}, until {node.Expires:yyyy-MM-dd HH:mm} UTC"));
            console.Output.WriteLine($"  SHA-256 {node.Fingerprint}");
        }

        console.Output.WriteLine(
            $"Every node also needs {Path.Combine(folder, ClusterCertificates.AuthorityFile)}. Keep {Path.Combine(folder, ClusterCertificates.AuthorityKeyFile)} away from the nodes: it can admit others.");
    }
}
