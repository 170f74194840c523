using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace CommonTrace.Core.Users;

/// <summary>Turns a key into what is stored of it: 32 bytes of SHA-256, or of HMAC-SHA-256 under <see cref="AuthOptions.Pepper"/>.</summary>
public sealed class ApiKeyHasher(IOptions<AuthOptions> options)
{
    private readonly byte[]? _pepper = options.Value.Pepper is { Length: > 0 } pepper ? Encoding.UTF8.GetBytes(pepper) : null;

    public byte[] Hash(string key)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        return _pepper is null ? SHA256.HashData(bytes) : HMACSHA256.HashData(_pepper, bytes);
    }
}
