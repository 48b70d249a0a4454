# Restores, builds with warnings as errors, and runs every test, on Windows. The last line is "N passed, N failed".
#   ./test.ps1          everything that a change needs
#   ./test.ps1 -Long    the long campaigns as well
param([switch]$Long)
$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot
# The crash campaign takes so many random seeds instead of its usual few.
if ($Long) { $env:SYNCLINE_TEST_SEEDS = '200' }
$skipped = @()
if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
    Write-Error 'The tests need the .NET 10 SDK: https://dot.net/download'
    exit 1
}
$browser = @("$env:ProgramFiles\Google\Chrome\Application\chrome.exe", "${env:ProgramFiles(x86)}\Microsoft\Edge\Application\msedge.exe") |
    Where-Object { Test-Path $_ } | Select-Object -First 1
if ($browser) { $env:SYNCLINE_TEST_CHROMIUM = $browser }
else { $skipped += 'sign-in in a real browser: neither Chrome nor Edge was found. Install one with: winget install Microsoft.Edge' }

# From here on programs judge by their exit codes: Windows PowerShell would take a line on standard error for a failure.
$ErrorActionPreference = 'Continue'
'== build (warnings are errors)'
dotnet build Syncline.slnx -c Release --nologo -v quiet -clp:NoSummary
if ($LASTEXITCODE -ne 0) { '0 passed, 1 failed'; exit 1 }
$passed = 0
$failed = 0
'== format'
dotnet format whitespace Syncline.slnx --verify-no-changes --no-restore -v quiet
if ($LASTEXITCODE -ne 0) { "The format differs from .editorconfig: run 'dotnet format whitespace'."; $failed++ }
New-Item -ItemType Directory -Force artifacts | Out-Null
foreach ($project in Get-ChildItem tests -Directory) {
    $name = $project.Name
    if (-not (Test-Path "$($project.FullName)/$name.csproj")) { continue }
    "== $name"
    $log = "artifacts/$name.log"
    dotnet "artifacts/bin/$name/release/$name.dll" -noColor -noLogo *> $log
    $code = $LASTEXITCODE
    $closing = Select-String -Path $log -Pattern 'Total: (\d+), Errors: (\d+), Failed: (\d+), Skipped: (\d+), Not Run: (\d+)' | Select-Object -Last 1
    if (-not $closing) { Get-Content $log -Tail 40; "$name did not say how it ended."; $failed++; continue }
    $n = $closing.Matches[0].Groups | Select-Object -Skip 1 | ForEach-Object { [int]$_.Value }
    $passed += $n[0] - $n[2] - $n[3] - $n[4]
    $failed += $n[1] + $n[2]
    if ($n[1] + $n[2] -gt 0) { Get-Content $log -TotalCount 400 }
    elseif ($code -ne 0) { Get-Content $log -Tail 40; $failed++ }
    "   $($n[0] - $n[2] - $n[3] - $n[4]) passed, $($n[1] + $n[2]) failed"
    if ($n[3] -gt 0) {
        # The reason stands on the line below "[SKIP]"; one note for each reason.
        Select-String -Path $log -SimpleMatch '[SKIP]' -Context 0, 1 | ForEach-Object { $_.Context.PostContext[0].Trim() } | Sort-Object -Unique |
            ForEach-Object { $skipped += "$name, $($n[3]) skipped: $_" }
    }
}
if ($skipped) { 'Skipped, and why:'; $skipped | ForEach-Object { "  - $_" } } else { 'Nothing was skipped.' }
if (-not $Long) { 'The long campaigns were not asked for (./test.ps1 -Long).' }
"$passed passed, $failed failed"
exit [int]($failed -gt 0)
