namespace Aspire.Hosting.ApplicationModel;

/// <summary>This resource uses that one, so it is stopped first.</summary>
internal sealed record ReferenceAnnotation(IResource Resource) : IResourceAnnotation;
