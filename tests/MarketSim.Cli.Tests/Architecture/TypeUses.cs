using System.Reflection;
using System.Reflection.Emit;

namespace MarketSim.Cli.Tests.Architecture;

/// <summary>The types that a compiled type uses: in signatures, attributes and the instructions of its methods. Constants are inlined by the compiler and not seen.</summary>
internal static class TypeUses
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private const byte TwoByteCode = 0xFE;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    public static IEnumerable<Type> Of(Type type) => Direct(type).SelectMany(Parts).Select(Outermost).Distinct();

    /// <summary>The type that a nested one lies in; what the compiler makes (closures, state machines) lies in the type that it made it for.</summary>
    public static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<Type> Direct(Type type)
    {
        IEnumerable<Type> inherited = type.BaseType?.GetInterfaces() ?? [];
        IEnumerable<Type> bases = type.BaseType is null ? [] : [type.BaseType];
        return bases
            .Concat(type.GetInterfaces().Except(inherited))
            .Concat(type.GetGenericArguments().Where(argument => argument.IsGenericParameter).SelectMany(argument => argument.GetGenericParameterConstraints()))
            .Concat(AttributesOf(type))
            .Concat(type.GetFields(Everything).SelectMany(field => AttributesOf(field).Append(field.FieldType)))
            .Concat(type.GetProperties(Everything).SelectMany(AttributesOf))
            .Concat(type.GetMethods(Everything).SelectMany(method => OfMethod(method).Append(method.ReturnType)))
            .Concat(type.GetConstructors(Everything).SelectMany(OfMethod));
    }

    private static IEnumerable<Type> OfMethod(MethodBase method) => AttributesOf(method)
        .Concat(method.GetParameters().Select(parameter => parameter.ParameterType))
        .Concat(method.IsGenericMethod ? method.GetGenericArguments().SelectMany(argument => argument.GetGenericParameterConstraints()) : [])
        .Concat(method.GetMethodBody()?.LocalVariables.Select(local => local.LocalType) ?? [])
        .Concat(InstructionsOf(method));

    private static IEnumerable<Type> AttributesOf(MemberInfo member) => member.GetCustomAttributesData().Select(attribute => attribute.AttributeType);

    // Arrays, references and pointers are of their element; a constructed type is of its definition and its arguments.
    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
        {
            return Parts(type.GetElementType()!);
        }

        if (type.IsGenericParameter || type.IsFunctionPointer)
        {
            return [];
        }

        return type.IsConstructedGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()) : [type];
    }

    private static IEnumerable<Type> InstructionsOf(MethodBase method)
    {
        byte[] code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        Type[]? typeArguments = method.DeclaringType is { IsGenericType: true } declaring ? declaring.GetGenericArguments() : null;
        Type[]? methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        int at = 0;
        while (at < code.Length)
        {
            OpCode instruction = code[at] == TwoByteCode ? Codes[unchecked((short)((TwoByteCode << 8) | code[at + 1]))] : Codes[code[at]];
            at += instruction.Size;
            switch (instruction.OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    foreach (Type used in Named(method.Module.ResolveMember(BitConverter.ToInt32(code, at), typeArguments, methodArguments)))
                    {
                        yield return used;
                    }

                    break;
                case OperandType.InlineSwitch:
                    at += sizeof(int) * BitConverter.ToInt32(code, at);
                    break;
            }

            at += SizeOf(instruction.OperandType);
        }
    }

    private static IEnumerable<Type> Named(MemberInfo? member) => member switch
    {
        Type type => [type],
        MethodInfo { IsGenericMethod: true } method => method.GetGenericArguments().Concat(Declaring(method)),
        not null => Declaring(member),
        null => [],
    };

    private static IEnumerable<Type> Declaring(MemberInfo member) => member.DeclaringType is { } declaring ? [declaring] : [];

    private static int SizeOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
