namespace Smoke;

public sealed class SmokeTest
{
    [Fact]
    public void It_runs() => true.ShouldBeTrue();
}
