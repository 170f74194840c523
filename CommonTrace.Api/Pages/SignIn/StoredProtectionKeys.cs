using System.Xml.Linq;
using CommonTrace.Core.Users;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace CommonTrace.Api.Pages.SignIn;

/// <summary>Keeps the keys that encrypt cookies in the database: every replica reads the cookies of the others, and a restart signs nobody out.</summary>
internal sealed class StoredProtectionKeys(ProtectionKeys keys) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => [.. keys.Read().Select(XElement.Parse)];

    public void StoreElement(XElement element, string friendlyName) => keys.Store(friendlyName, element.ToString(SaveOptions.DisableFormatting));
}
