@echo off
rem Unattended annual report for Windows: double-click it, or let the task scheduler run it.
rem
rem   <this file> [folder of ledgers] [year] [folder for the result]
rem
rem Defaults: the folder "inputs" beside this file; the year that the ledgers show; the folder of this file.
rem Everything is written to annual_report.log (UTF-8). Exit status: 0 done; 1 done, with errors to look at;
rem 2 wrong usage; 3 could not go on. Only the messages at the end are Chinese (UTF-8, shown in code page 65001);
rem what comes before them is ASCII, so that every code page reads it alike.
setlocal
for /f "tokens=2 delims=:." %%C in ('chcp') do set "CODEPAGE=%%C"
chcp 65001 >nul
set "HERE=%~dp0"
set "STATUS=3"
set "WHY=FOLDER"
set "LOG="
set "INPUTS=%~1"
if "%INPUTS%"=="" set "INPUTS=%HERE%inputs"
for %%I in ("%INPUTS%") do set "INPUTS=%%~fI"
rem A backslash in front of a closing quote would make the quote part of the argument.
if "%INPUTS:~-1%"=="\" set "INPUTS=%INPUTS%."
set "YEAROPTION="
if not "%~2"=="" set "YEAROPTION=--year %~2"
set "OUTPUT=%~3"
if "%OUTPUT%"=="" set "OUTPUT=%HERE%."
set "PYTHONUTF8=1"
set "PYTHONIOENCODING=utf-8"
set "NO_COLOR=1"

if not exist "%OUTPUT%\." mkdir "%OUTPUT%" >nul 2>nul
if not exist "%OUTPUT%\." goto tell
pushd "%OUTPUT%"
set "LOG=%CD%\annual_report.log"
set "WHY=LOG"
rem A log that is locked, read-only or a folder is still there after this.
if exist "%LOG%\." goto leave
if exist "%LOG%" del /q "%LOG%" >nul 2>nul
if exist "%LOG%" goto leave
echo %DATE% %TIME% start: "%INPUTS%"> "%LOG%"
if not exist "%LOG%" goto leave

rem The Python beside this file comes first, then the command, then the Pythons of this machine.
set "WHY=PROGRAM"
set "PROGRAM="
if exist "%HERE%python\python.exe" set PROGRAM="%HERE%python\python.exe" -m zbreport
if not defined PROGRAM for %%I in (zbreport.exe) do if not "%%~$PATH:I"=="" set "PROGRAM=zbreport"
if not defined PROGRAM for %%I in (py.exe) do if not "%%~$PATH:I"=="" set "PROGRAM=py -3 -m zbreport"
if not defined PROGRAM set "PROGRAM=python -m zbreport"
%PROGRAM% --version >> "%LOG%" 2>&1
if not "%ERRORLEVEL%"=="0" goto finished

set "WHY="
%PROGRAM% tally "%INPUTS%" %YEAROPTION% >> "%LOG%" 2>&1
set "STATUS=%ERRORLEVEL%"
rem Errors to look at (1) are no obstacle; after 2 and 3 there is nothing to write.
if %STATUS% GEQ 2 goto finished
if %STATUS% LSS 0 goto finished
%PROGRAM% export "%INPUTS%" %YEAROPTION% >> "%LOG%" 2>&1
if %ERRORLEVEL% GTR %STATUS% set "STATUS=%ERRORLEVEL%"
if %ERRORLEVEL% LSS 0 set "STATUS=3"

:finished
rem A program that was killed or has crashed leaves other numbers.
if %STATUS% GTR 3 set "STATUS=3"
if %STATUS% LSS 0 set "STATUS=3"
>> "%LOG%" echo %DATE% %TIME% end: exit status %STATUS%

:leave
popd

:tell
if "%WHY%"=="FOLDER" echo 没有完成：结果文件夹打不开，也建不了： "%OUTPUT%"
if "%WHY%"=="LOG" echo 没有完成：不能写日志，请关闭打开它的程序，或检查文件夹的权限： "%LOG%"
if "%WHY%"=="PROGRAM" echo 没有完成：zbreport 无法启动，请先安装（说明在 README 里）。原因见 "%LOG%"
if "%WHY%%STATUS%"=="0" echo 完成。记录在 "%LOG%"
if "%WHY%%STATUS%"=="1" echo 完成，但有错误需要核实，见 "%LOG%"
if "%WHY%%STATUS%"=="2" echo 没有完成：用法有误，见 "%LOG%"
if "%WHY%%STATUS%"=="3" echo 没有完成，原因见 "%LOG%"
if not "%CODEPAGE%"=="" chcp %CODEPAGE% >nul
rem After a double-click (no arguments) the window stays for a while; it never waits for a key.
if "%~1"=="" timeout /t 20 >nul 2>nul
exit /b %STATUS%
