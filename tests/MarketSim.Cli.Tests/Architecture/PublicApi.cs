using System.Globalization;
using System.Reflection;
using System.Text;

namespace MarketSim.Cli.Tests.Architecture;

/// <summary>What users of a project see, as text: a line per type and member, in ordinal order.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    // What the compiler makes for every record, and says nothing.
    private static readonly string[] OfEveryRecord = ["<Clone>$", "Deconstruct", "EqualityContract", "Equals", "GetHashCode", "PrintMembers", "ToString", "op_Equality", "op_Inequality"];

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short",
        [typeof(ushort)] = "ushort", [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong",
        [typeof(float)] = "float", [typeof(double)] = "double", [typeof(decimal)] = "decimal", [typeof(string)] = "string", [typeof(object)] = "object",
    };

    public static IReadOnlyList<string> Of(Assembly assembly) =>
    [
        .. assembly.GetExportedTypes().SelectMany(type => Members(type).Select(member => $"{type.Namespace}.{NameOf(type)}.{member}").Append(Head(type)))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    private static string Head(Type type)
    {
        string kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => "struct",
            _ when type.IsSubclassOf(typeof(Delegate)) => "delegate",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        IEnumerable<Type> inherited = type.BaseType?.GetInterfaces() ?? [];
        IEnumerable<string> bases = (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum) && kind != "delegate" ? new[] { parent } : [])
            .Concat(type.GetInterfaces().Except(inherited).Where(face => face.IsVisible && !face.Name.StartsWith("IEquatable", StringComparison.Ordinal) && !type.IsEnum))
            .Select(TextOf)
            .Order(StringComparer.Ordinal);
        string list = string.Join(", ", bases);
        return $"{type.Namespace}.{NameOf(type)}: {kind}{(list.Length > 0 && kind != "delegate" ? $" of {list}" : string.Empty)}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}");
        }

        bool isRecord = type.GetMethod("<Clone>$") is not null || type.GetMethod("PrintMembers", Declared) is not null;
        return type.GetMembers(Declared)
            .Where(member => !isRecord || !OfEveryRecord.Contains(member.Name, StringComparer.Ordinal))
            .Select(TextOf)
            .OfType<string>();
    }

    // Null for what is not visible, or is told with another member.
    private static string? TextOf(MemberInfo member) => member switch
    {
        FieldInfo field when IsVisible(field.IsPublic, field.IsFamily || field.IsFamilyOrAssembly) =>
            $"{field.Name}: {(field.IsLiteral ? "const " : field.IsStatic ? "static " : string.Empty)}{TextOf(field.FieldType)}{(field.IsLiteral ? $" = {Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}" : string.Empty)}",
        PropertyInfo property when Accessors(property) is { Length: > 0 } accessors => $"{property.Name}{Parameters(property.GetIndexParameters(), '[', ']')}: {Static(property.GetAccessors(nonPublic: true)[0])}{TextOf(property.PropertyType)} {{ {accessors} }}",
        EventInfo { AddMethod.IsPublic: true } @event => $"{@event.Name}: event {TextOf(@event.EventHandlerType!)}",
        ConstructorInfo constructor when IsVisible(constructor) && !constructor.IsStatic => $"new{Parameters(constructor.GetParameters(), '(', ')')}",
        MethodInfo method when IsVisible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) =>
            $"{method.Name}{(method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(TextOf))}>" : string.Empty)}{Parameters(method.GetParameters(), '(', ')')}: {Static(method)}{TextOf(method.ReturnType)}",
        _ => null,
    };

    private static string Static(MethodInfo method) => method.IsStatic ? "static " : method is { IsAbstract: true, DeclaringType.IsInterface: false } ? "abstract " : string.Empty;

    private static bool IsVisible(MethodBase? method) => method is not null && IsVisible(method.IsPublic, method.IsFamily || method.IsFamilyOrAssembly);

    private static bool IsVisible(bool isPublic, bool isProtected) => isPublic || isProtected;

    private static string Accessors(PropertyInfo property)
    {
        IEnumerable<string> accessors = (IsVisible(property.GetMethod) ? new[] { "get" } : [])
            .Concat(!IsVisible(property.SetMethod) ? [] : property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name == "IsExternalInit") ? ["init"] : ["set"]);
        return string.Join(' ', accessors);
    }

    private static string Parameters(ParameterInfo[] parameters, char open, char close)
    {
        if (open == '[' && parameters.Length == 0)
        {
            return string.Empty;
        }

        IEnumerable<string> texts = parameters.Select(parameter =>
            $"{(parameter.IsOut ? "out " : parameter.IsIn ? "in " : parameter.ParameterType.IsByRef ? "ref " : string.Empty)}{TextOf(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? " = " + (parameter.RawDefaultValue is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture) : "null") : string.Empty)}");
        return $"{open}{string.Join(", ", texts)}{close}";
    }

    private static string TextOf(Type type)
    {
        if (type.IsByRef)
        {
            return TextOf(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return $"{TextOf(type.GetElementType()!)}[]";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return $"{TextOf(underlying)}?";
        }

        return Keywords.TryGetValue(type, out string? keyword) ? keyword : type.IsGenericParameter ? type.Name : NameOf(type);
    }

    // Nested types carry their outer type's name, generic ones their arguments.
    private static string NameOf(Type type)
    {
        var name = new StringBuilder();
        if (type.DeclaringType is { } outer && !type.IsGenericParameter)
        {
            name.Append(NameOf(outer)).Append('.');
        }

        int tick = type.Name.IndexOf('`', StringComparison.Ordinal);
        name.Append(tick < 0 ? type.Name : type.Name[..tick]);
        if (tick >= 0)
        {
            name.Append('<').AppendJoin(", ", type.GetGenericArguments().Select(TextOf)).Append('>');
        }

        return name.ToString();
    }
}
