using System.Reflection;

namespace MarketSim.Cli.Tests.Architecture;

/// <summary>The analyzer bans single overloads: one that is forgotten is a way around the rule.</summary>
public sealed class BannedSymbolsTests
{
    private static readonly string[] Banned =
        [.. File.ReadLines(Path.Combine(Repository.Root, "src", "BannedSymbols.txt")).Select(line => line.Split(';')[0])];

    [Theory]
    [InlineData(typeof(Task), nameof(Task.Run))]
    [InlineData(typeof(Thread), nameof(Thread.Sleep))]
    [InlineData(typeof(Thread), ".ctor")]
    [InlineData(typeof(Guid), nameof(Guid.NewGuid))]
    public void Every_overload_is_banned(Type type, string method) => Assert.All(IdsOf(type, method), id => Assert.Contains(id, Banned, StringComparer.Ordinal));

    /// <summary>Those that take a provider of time are the ones to use.</summary>
    [Fact]
    public void Every_delay_by_the_ambient_clock_is_banned() => Assert.All(
        IdsOf(typeof(Task), nameof(Task.Delay)).Where(id => !id.Contains("System.TimeProvider", StringComparison.Ordinal)), id => Assert.Contains(id, Banned, StringComparer.Ordinal));

    [Theory]
    [InlineData("T:System.Threading.ThreadPool")]
    [InlineData("T:System.Threading.Tasks.TaskFactory")]
    [InlineData("T:System.Threading.Tasks.TaskFactory`1")]
    public void Every_other_way_to_the_thread_pool_is_banned(string type) => Assert.Contains(type, Banned, StringComparer.Ordinal);

    private static IReadOnlyList<string> IdsOf(Type type, string method)
    {
        MethodBase[] overloads = [.. type.GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance).OfType<MethodBase>().Where(candidate => candidate.Name == method)];
        Assert.NotEmpty(overloads);
        return [.. overloads.Select(IdOf)];
    }

    private static string IdOf(MethodBase method)
    {
        string arity = method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : string.Empty;
        string[] parameters = [.. method.GetParameters().Select(parameter => NameOf(parameter.ParameterType))];
        string list = parameters.Length == 0 ? string.Empty : $"({string.Join(',', parameters)})";
        return $"M:{method.DeclaringType!.FullName}.{method.Name.Replace('.', '#')}{arity}{list}";
    }

    private static string NameOf(Type type)
    {
        if (type.IsGenericParameter)
        {
            return $"``{type.GenericParameterPosition}";
        }

        return type.IsGenericType
            ? $"{type.GetGenericTypeDefinition().FullName!.Split('`')[0]}{{{string.Join(',', type.GetGenericArguments().Select(NameOf))}}}"
            : type.FullName!;
    }
}
