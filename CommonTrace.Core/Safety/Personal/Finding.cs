namespace CommonTrace.Core.Safety.Personal;

/// <summary>A piece of personal data in a text, in UTF-16 units, and what is to stand there instead.</summary>
internal readonly record struct Finding(string Kind, int Start, int Length)
{
    public string Replacement => Kind == PersonalData.UserFolder ? "[user]" : $"[{Kind}]";
}
