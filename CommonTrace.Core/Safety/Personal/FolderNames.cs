using System.Collections.Frozen;

namespace CommonTrace.Core.Safety.Personal;

/// <summary>Names of user folders that belong to no person: of systems, images and services, and what is written where a name would stand.</summary>
internal static class FolderNames
{
    private static readonly FrozenSet<string> Systems = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "root", "admin", "administrator", "nobody", "guest", "ubuntu", "debian", "centos", "fedora", "alpine", "arch", "rocky", "ec2-user", "azureuser", "opc", "core", "pi", "vagrant",
        "public", "default", "default user", "default.migrated", "all users", "shared", "defaultapppool", "containeradministrator", "containeruser", "wdagutilityaccount",
        "linuxbrew", "lost+found", "ftp", "sftp");

    private static readonly FrozenSet<string> Services = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "runner", "runneradmin", "actions-runner", "gitlab-runner", "github", "gitlab", "git", "circleci", "travis", "jenkins", "buildkite-agent", "vsts", "vssadministrator", "cloudtest",
        "build", "builder", "builds", "builduser", "ci", "deploy", "deployer", "docker", "dockeruser", "container", "nonroot", "coder", "sandbox", "agent", "worker", "service", "svc",
        "app", "apps", "appuser", "app-user", "application", "node", "nodejs", "bun", "deno", "python", "rails", "ruby", "django", "flask", "rust", "java", "dotnet", "web", "webapp", "site", "www", "www-data",
        "nginx", "apache", "postgres", "mysql", "redis", "elasticsearch", "airflow", "spark", "hadoop", "jovyan", "solr", "odoo", "frappe", "steam", "oracle", "opam", "packer", "nix", "nixbld",
        "vscode", "codespace", "codespaces", "gitpod", "devcontainer", "dev", "devuser", "developer", "claude", "codex", "oai", "sbx", "pwuser", "seluser", "chrome", "homeassistant", "kasm-user");

    private static readonly FrozenSet<string> Placeholders = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "user", "users", "user1", "user2", "username", "user_name", "user-name", "userprofile", "you", "me", "your", "yourname", "your-name", "your_name", "yourusername", "your-username", "your_username", "your-user",
        "name", "myname", "myuser", "someone", "someuser", "somebody", "example", "sample", "demo", "foo", "bar", "baz", "test", "testuser", "test-user", "tester", "x", "xx", "xxx", "xxxx", "redacted", "anonymous", "placeholder",
        "dashboard", "settings", "profile", "index", "index.html", "main", "products", "about", "login", "search", "news", "feed", "list");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>>[] Known =
        [.. new[] { Systems, Services, Placeholders }.Select(names => names.GetAlternateLookup<ReadOnlySpan<char>>())];

    /// <summary>Whether the name stands for no person; one of digits alone is an id.</summary>
    public static bool IsNobody(ReadOnlySpan<char> name)
    {
        foreach (var names in Known)
        {
            if (names.Contains(name))
            {
                return true;
            }
        }

        return !name.ContainsAnyExceptInRange('0', '9');
    }
}
