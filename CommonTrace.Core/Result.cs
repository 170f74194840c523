using System.Diagnostics.CodeAnalysis;

namespace CommonTrace.Core;

/// <summary>What a verb answers: a value, or the failure that was to be expected.</summary>
public readonly struct Result<T>
{
    private readonly T? _value;

    private Result(T? value, Failure? failure) => (_value, Failure) = (value, failure);

    /// <summary>The failure, or null when there is a value.</summary>
    public Failure? Failure { get; }

    /// <summary>True with a value, false with a failure.</summary>
    public bool Succeeded([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Failure? failure)
    {
        (value, failure) = (_value, Failure);
        return failure is null;
    }

    [SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "Written as `return value;`.")]
    public static implicit operator Result<T>(T value) => new(value, null);

    [SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "Written as `return failure;`.")]
    public static implicit operator Result<T>(Failure failure) => new(default, failure);
}
