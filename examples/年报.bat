@echo off
rem Unattended annual report for Windows: double-click it, or let the task scheduler run it.
rem
rem   <this file> [folder of ledgers] [year] [folder for the result]
rem
rem Defaults: the folder "inputs" beside this file; the year that the ledgers show; the folder of this file.
rem Everything is written to annual_report.log (UTF-8). Exit status: 0 done; 1 done, with errors to look at;
rem 2 wrong usage; 3 could not go on. This file is plain ASCII, so that every code page reads it alike.
setlocal
for /f "tokens=2 delims=:." %%C in ('chcp') do set "CODEPAGE=%%C"
chcp 65001 >nul
set "HERE=%~dp0"
set "INPUTS=%~1"
if "%INPUTS%"=="" set "INPUTS=%HERE%inputs"
for %%I in ("%INPUTS%") do set "INPUTS=%%~fI"
set "YEAROPTION="
if not "%~2"=="" set "YEAROPTION=--year %~2"
set "OUTPUT=%~3"
if "%OUTPUT%"=="" set "OUTPUT=%HERE%."
set "PYTHONUTF8=1"
set "PYTHONIOENCODING=utf-8"
set "NO_COLOR=1"
set "STATUS=3"

if not exist "%OUTPUT%" mkdir "%OUTPUT%"
pushd "%OUTPUT%" || exit /b 3
set "LOG=%CD%\annual_report.log"

set "PROGRAM=zbreport"
where zbreport >nul 2>nul || set "PROGRAM=py -3 -m zbreport"
where zbreport >nul 2>nul || where py >nul 2>nul || set "PROGRAM=python -m zbreport"

echo %DATE% %TIME% start: "%INPUTS%" > "%LOG%"
%PROGRAM% tally "%INPUTS%" %YEAROPTION% >> "%LOG%" 2>&1
set "STATUS=%ERRORLEVEL%"
if %STATUS% GEQ 2 goto finished
%PROGRAM% export "%INPUTS%" %YEAROPTION% >> "%LOG%" 2>&1
if %ERRORLEVEL% GTR %STATUS% set "STATUS=%ERRORLEVEL%"

:finished
echo %DATE% %TIME% end: exit status %STATUS% >> "%LOG%"
if "%STATUS%"=="0" echo Done. Log: "%LOG%"
if "%STATUS%"=="1" echo Done, but there are errors to look at. See "%LOG%"
if "%STATUS%"=="2" echo Not done: wrong usage. See "%LOG%"
if "%STATUS%"=="3" echo Not done: could not go on. See "%LOG%"
if %STATUS% GTR 3 echo Not done: zbreport could not be run. See "%LOG%"
if %STATUS% GTR 3 set "STATUS=3"
popd
chcp %CODEPAGE% >nul
rem After a double-click (no arguments) the window stays for a while; it never waits for a key.
if "%~1"=="" timeout /t 20 >nul 2>nul
exit /b %STATUS%
