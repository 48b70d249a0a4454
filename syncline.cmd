@echo off
rem Runs Syncline from a checkout. Builds when something changed (a build with nothing to do takes a few seconds).
setlocal
set "root=%~dp0"
set "program=%root%artifacts\bin\Syncline.Cli\release\syncline.dll"
where dotnet >nul 2>nul
if errorlevel 1 (
    echo Syncline needs the .NET 10 SDK, and there is no "dotnet" on the PATH. Install it from https://dot.net/download, then run this again. 1>&2
    exit /b 1
)
if not exist "%program%" echo Building Syncline ^(only now, and after a change of its sources^)... 1>&2
if not exist "%root%artifacts" mkdir "%root%artifacts"
powershell -NoProfile -Command "$b=Get-Item -ErrorAction SilentlyContinue '%program%'; if(-not $b){exit 1}; $n=Get-ChildItem -Recurse -File '%root%src','%root%Directory.Build.props','%root%Directory.Packages.props' | Where-Object {$_.LastWriteTimeUtc -gt $b.LastWriteTimeUtc} | Select-Object -First 1; if($n){exit 1}"
if errorlevel 1 (
    dotnet build "%root%src\Syncline.Cli\Syncline.Cli.csproj" -c Release --nologo -v quiet -clp:NoSummary > "%root%artifacts\build.log" 2>&1
    if errorlevel 1 (
        findstr /C:"error" "%root%artifacts\build.log" 1>&2
        echo The build failed. The whole log is in artifacts\build.log. 1>&2
        exit /b 1
    )
    powershell -NoProfile -Command "(Get-Item '%program%').LastWriteTimeUtc=[DateTime]::UtcNow"
)
dotnet "%program%" %*
exit /b %errorlevel%
