; setup.exe of Beratungskoffer: per user without rights, per machine with them, silent with /S.
;
; Compiled by `advisor-admin installer build`, which hands over one file of definitions (-DDEFINITIONS=FILE):
;   VERSION, VERSION_FOUR   the program's version, and as four numbers
;   TARGET                  amd64-unicode; x86-unicode where NSIS cannot make setups of 64 bit
;   OUT                     the file to write
;   SIZE                    what the program takes on disk, in KiB
;   FILES                   a file with the macros PROGRAM_FILES and REMOVE_PROGRAM
;   ICON, TEXTS             the icon; the folder with the licence pages
;   SIGN                    what signs the uninstaller (may be missing)
; README.md beside this file tells options, exit codes and what happens in which order.

Unicode true
!include "${DEFINITIONS}"
Target ${TARGET}
!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include WordFunc.nsh
!include WinVer.nsh
!include nsDialogs.nsh

!define NAME "Beratungskoffer"
!define PROGRAM "beratungskoffer.exe"
!define TERMINAL "advisor-app.exe"
!define PROGID "Beratungskoffer.Bundle"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define PATHS_KEY "Software\Microsoft\Windows\CurrentVersion\App Paths"
!define CLASSES_KEY "Software\Classes"

; Exit codes. 0 is done, 1 the user's Cancel, 2 an error of NSIS itself.
!define FAILED_WRITING 2
!define FAILED_USAGE 3
!define FAILED_WINDOWS 4
!define FAILED_RIGHTS 5
!define FAILED_RUNNING 10
!define FAILED_NEWER 11
!define FAILED_MACHINE 12
!define FAILED_FOLDER 13
!define FAILED_BUSY 14

; Windows 10, version 1809: what Qt needs.
!define OLDEST_BUILD 17763

Name "${NAME}"
OutFile "${OUT}"
BrandingText "${NAME} ${VERSION}"
RequestExecutionLevel user
SetCompressor /SOLID lzma
; The two programs are nearly the same; with a window this wide the second one costs nothing.
SetCompressorDictSize 64
AllowSkipFiles off
ShowInstDetails nevershow
ShowUninstDetails nevershow
ManifestDPIAware true
ManifestSupportedOS Win10
ManifestLongPathAware true
VIProductVersion "${VERSION_FOUR}"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${NAME} Setup"
VIAddVersionKey "CompanyName" "${NAME}"
VIAddVersionKey "LegalCopyright" "EUPL-1.2"
!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"' = 0
!endif

Var Machine       ; 1: for all users of this machine
Var Forced        ; 1: /Force
Var PolicyFile    ; /POLICY=FILE, "" without
Var Given         ; folder of /D=FOLDER, "" without
Var Before        ; folder of an installation of the same kind, "" without
Var Lock          ; handle that keeps a second setup away
Var LogFile
Var LogHandle
Var Choice        ; control on the page that asks for whom

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${TEXTS}/banner.bmp"
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TITLE "$(Welcome)"
!define MUI_WELCOMEPAGE_TEXT "$(WelcomeMore)"
!define MUI_LICENSEPAGE_TEXT_TOP " "
!define MUI_LICENSEPAGE_BUTTON "$(^NextBtn)"
!define MUI_LICENSEPAGE_TEXT_BOTTOM " "
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION StartProgram
!define MUI_CUSTOMFUNCTION_ABORT TellCancelled

!insertmacro MUI_PAGE_WELCOME
Page custom AskForWhom TakeForWhom
!insertmacro MUI_PAGE_LICENSE "$(LicenceFile)"
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE CheckFolder
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH

!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES

!insertmacro MUI_LANGUAGE "German"
!insertmacro MUI_LANGUAGE "English"
LicenseLangString LicenceFile ${LANG_GERMAN} "${TEXTS}/licence-de.txt"
LicenseLangString LicenceFile ${LANG_ENGLISH} "${TEXTS}/licence-en.txt"
!include "${TEXTS}/texts.nsh"
!include "${FILES}"
!include "${TEXTS}/common.nsh"
!include "${TEXTS}/running.nsh"
!include "${TEXTS}/protected.nsh"

; --- before the first page ---------------------------------------------------------------------------------------------

Function .onInit
  !insertmacro StartLog "setup"
  ${IfNot} ${AtLeastWin10}
    !insertmacro Fail ${FAILED_WINDOWS} "$(WindowsTooOld)"
  ${EndIf}
  ${IfNot} ${AtLeastBuild} ${OLDEST_BUILD}
    !insertmacro Fail ${FAILED_WINDOWS} "$(WindowsTooOld)"
  ${EndIf}
  Call TakeLock
  Call ReadOptions
  ${If} $Machine = 1
    Call NeedRights
  ${EndIf}
  StrCpy $Given $INSTDIR
  Call UseScope
  ${If} ${Silent}
    Call CheckOther
    Call CheckVersion
    Call CheckFolder
  ${ElseIf} $Machine = 1
    Call CheckVersion
  ${EndIf}
FunctionEnd

Function TakeLock
  System::Call 'kernel32::CreateMutexW(p 0, i 1, t "${NAME}-Setup") p .r0 ?e'
  Pop $1
  StrCpy $Lock $0
  ${If} $1 = 183
    !insertmacro Fail ${FAILED_BUSY} "$(SetupBusy)"
  ${EndIf}
FunctionEnd

Function ReadOptions
  StrCpy $Machine 0
  StrCpy $Forced 0
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/AllUsers" $1
  ${IfNot} ${Errors}
    StrCpy $Machine 1
  ${EndIf}
  ClearErrors
  ${GetOptions} $0 "/Force" $1
  ${IfNot} ${Errors}
    StrCpy $Forced 1
  ${EndIf}
  ClearErrors
  ${GetOptions} $0 "/POLICY=" $PolicyFile
  ; Rollout tools start this as the system itself, which has no desktop: then all users are meant.
  ${WordFind} "$LOCALAPPDATA" "\config\systemprofile\" "E+1{" $1
  ${IfNot} ${Errors}
    StrCpy $Machine 1
  ${EndIf}
  ${If} $PolicyFile != ""
    ${If} $Machine = 0
      !insertmacro Fail ${FAILED_USAGE} "$(PolicyNeedsMachine)"
    ${EndIf}
    GetFullPathName $1 "$PolicyFile"
    ${IfNot} ${FileExists} "$1"
      !insertmacro Fail ${FAILED_USAGE} "$(PolicyMissing)"
    ${EndIf}
    StrCpy $PolicyFile "$1"
  ${EndIf}
FunctionEnd

; Goes on if there are rights for all users. Otherwise asks Windows for them and starts anew with what it was told.
Function NeedRights
  UserInfo::GetAccountType
  Pop $0
  ${If} $0 == "Admin"
    Return
  ${EndIf}
  ${If} ${Silent}
    !insertmacro Fail ${FAILED_RIGHTS} "$(NeedsRights)"
  ${EndIf}
  ${GetParameters} $1
  System::Call 'kernel32::CloseHandle(p $Lock)'
  ClearErrors
  ExecShell "runas" "$EXEPATH" "/AllUsers $1"
  ${If} ${Errors}
    !insertmacro Fail ${FAILED_RIGHTS} "$(NeedsRights)"
  ${EndIf}
  Quit
FunctionEnd

Function UseScope
  SetRegView 64
  ${If} $Machine = 1
    SetShellVarContext all
    StrCpy $1 "$PROGRAMFILES64\${NAME}"
  ${Else}
    SetShellVarContext current
    StrCpy $1 "$LOCALAPPDATA\Programs\${NAME}"
  ${EndIf}
  ReadRegStr $Before SHCTX "${UNINSTALL_KEY}" "InstallLocation"
  ${If} $Before != ""
    StrCpy $1 $Before
  ${EndIf}
  ; /D=FOLDER is there already.
  ${If} $INSTDIR == ""
    StrCpy $INSTDIR $1
  ${EndIf}
  ${Log} "for all users: $Machine, folder: $INSTDIR, installed before: $Before"
FunctionEnd

; What one user installs beside a program for all is told: afterwards there are two.
Function CheckOther
  ${If} $Machine = 1
    Return
  ${EndIf}
  ReadRegStr $0 HKLM "${UNINSTALL_KEY}" "DisplayVersion"
  ${If} $0 == ""
  ${OrIf} $Forced = 1
    Return
  ${EndIf}
  ${If} ${Silent}
    !insertmacro Fail ${FAILED_MACHINE} "$(MachineHasIt)"
  ${EndIf}
  MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(MachineHasIt)$\n$\n$(GoOnAnyway)" IDYES go_on
  !insertmacro Cancel
  go_on:
FunctionEnd

Function CheckVersion
  ReadRegStr $0 SHCTX "${UNINSTALL_KEY}" "DisplayVersion"
  ${If} $0 == ""
  ${OrIf} $Forced = 1
    Return
  ${EndIf}
  ${VersionCompare} "$0" "${VERSION}" $1
  ${If} $1 != 1
    Return
  ${EndIf}
  ${If} ${Silent}
    !insertmacro Fail ${FAILED_NEWER} "$(NewerInstalled)"
  ${EndIf}
  MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(NewerInstalled)$\n$\n$(GoOnAnyway)" IDYES go_on
  !insertmacro Cancel
  go_on:
FunctionEnd

; --- pages -------------------------------------------------------------------------------------------------------------

Function AskForWhom
  ; Who said it on the command line is not asked.
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/AllUsers" $1
  ${IfNot} ${Errors}
    Abort
  ${EndIf}
  !insertmacro MUI_HEADER_TEXT "$(ForWhom)" "$(ForWhomMore)"
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateRadioButton} 0 10u 100% 12u "$(ForMe)"
  Pop $0
  ${NSD_CreateLabel} 12u 24u 95% 20u "$(ForMeMore)"
  Pop $1
  ${NSD_CreateRadioButton} 0 50u 100% 12u "$(ForAll)"
  Pop $Choice
  ${NSD_CreateLabel} 12u 64u 95% 20u "$(ForAllMore)"
  Pop $1
  ; Where it is installed already is where most want the next version.
  ReadRegStr $1 HKLM "${UNINSTALL_KEY}" "DisplayVersion"
  ReadRegStr $2 HKCU "${UNINSTALL_KEY}" "DisplayVersion"
  ${If} $1 != ""
  ${AndIf} $2 == ""
    ${NSD_Check} $Choice
  ${Else}
    ${NSD_Check} $0
  ${EndIf}
  nsDialogs::Show
FunctionEnd

Function TakeForWhom
  ${NSD_GetState} $Choice $Machine
  ${If} $Machine = 1
    Call NeedRights
  ${EndIf}
  StrCpy $INSTDIR $Given
  Call UseScope
  Call CheckOther
  Call CheckVersion
FunctionEnd

; Only an empty folder, a new one or one of this program is taken: what is in it is replaced as a whole.
Function CheckFolder
  StrLen $0 "$INSTDIR"
  ${If} $0 < 4
    !insertmacro RefuseFolder
  ${EndIf}
  ${IfNot} ${FileExists} "$INSTDIR\*.*"
    Return
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\portable.ini"
  ${OrIf} ${FileExists} "$INSTDIR\Daten\*.*"
    !insertmacro RefuseFolder
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}"
  ${AndIf} ${FileExists} "$INSTDIR\_internal\*.*"
    Return
  ${EndIf}
  ${DirState} "$INSTDIR" $0
  ${If} $0 = 1
    !insertmacro RefuseFolder
  ${EndIf}
FunctionEnd

Function TellCancelled
  ${Log} "cancelled"
FunctionEnd

; Started from here it would have the rights of the setup; Explorer has those of the user.
Function StartProgram
  ${If} $Machine = 1
    Exec '"$WINDIR\explorer.exe" "$INSTDIR\${PROGRAM}"'
  ${Else}
    Exec '"$INSTDIR\${PROGRAM}"'
  ${EndIf}
FunctionEnd

; --- installing --------------------------------------------------------------------------------------------------------

Section "-${NAME}"
  Call TakeUpInterrupted
  ; The new program grows beside the old one, which can be used until the last moment.
  ClearErrors
  CreateDirectory "$INSTDIR.new"
  ${If} ${Errors}
    !insertmacro Fail ${FAILED_WRITING} "$(CannotWrite)"
  ${EndIf}
  !insertmacro PROGRAM_FILES "$INSTDIR.new"
  WriteUninstaller "$INSTDIR.new\uninstall.exe"
  SetOutPath "$TEMP"
  ${Log} "unpacked"
  Call CloseProgram
  Call SwitchFolders
  ${Log} "switched over"
  ${If} $Before != ""
  ${AndIf} $Before != $INSTDIR
    !insertmacro REMOVE_PROGRAM "$Before"
  ${EndIf}
  Call Register
  RMDir /r "$INSTDIR.old"
  ${If} $Machine = 1
    Call ProtectPolicy
  ${EndIf}
  ${Log} "done"
  SetErrorLevel 0
SectionEnd

; What a setup that was killed left: without a program the former one comes back, everything else goes.
Function TakeUpInterrupted
  ${If} ${FileExists} "$INSTDIR.old\${PROGRAM}"
  ${AndIfNot} ${FileExists} "$INSTDIR\${PROGRAM}"
    RMDir "$INSTDIR"
    Rename "$INSTDIR.old" "$INSTDIR"
    ${Log} "took up an interrupted setup"
  ${EndIf}
  RMDir /r "$INSTDIR.old"
  RMDir /r "$INSTDIR.new"
FunctionEnd

Function SwitchFolders
  ; Goes if it is empty.
  RMDir "$INSTDIR"
  ${If} ${FileExists} "$INSTDIR\*.*"
    !insertmacro RenamePatiently "$INSTDIR" "$INSTDIR.old"
    ${If} ${Errors}
      RMDir /r "$INSTDIR.new"
      !insertmacro Fail ${FAILED_RUNNING} "$(FolderInUse)"
    ${EndIf}
  ${EndIf}
  !insertmacro RenamePatiently "$INSTDIR.new" "$INSTDIR"
  ${If} ${Errors}
    Rename "$INSTDIR.old" "$INSTDIR"
    RMDir /r "$INSTDIR.new"
    !insertmacro Fail ${FAILED_WRITING} "$(CannotWrite)"
  ${EndIf}
FunctionEnd

Function Register
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${PROGRAM}" "" "$INSTDIR\${PROGRAM}" 0 SW_SHOWNORMAL "" "$(Description)"
  WriteRegStr SHCTX "${CLASSES_KEY}\.kbz" "" "${PROGID}"
  WriteRegStr SHCTX "${CLASSES_KEY}\.kbz\OpenWithProgids" "${PROGID}" ""
  WriteRegStr SHCTX "${CLASSES_KEY}\${PROGID}" "" "$(BundleType)"
  WriteRegStr SHCTX "${CLASSES_KEY}\${PROGID}\DefaultIcon" "" "$INSTDIR\${PROGRAM},0"
  WriteRegStr SHCTX "${CLASSES_KEY}\${PROGID}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" "%1"'
  ; So that Win+R and `start` find both programs; the search path stays as it is.
  WriteRegStr SHCTX "${PATHS_KEY}\${PROGRAM}" "" "$INSTDIR\${PROGRAM}"
  WriteRegStr SHCTX "${PATHS_KEY}\${TERMINAL}" "" "$INSTDIR\${TERMINAL}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "${NAME}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${PROGRAM},0"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "Publisher" "${NAME}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "EstimatedSize" ${SIZE}
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
  !insertmacro TellExplorer
FunctionEnd

; --- uninstalling ------------------------------------------------------------------------------------------------------

Function un.onInit
  !insertmacro StartLog "uninstall"
  SetRegView 64
  StrCpy $Machine 0
  ReadRegStr $0 HKLM "${UNINSTALL_KEY}" "InstallLocation"
  ${If} $0 == $INSTDIR
    StrCpy $Machine 1
    SetShellVarContext all
    Call un.NeedRights
  ${EndIf}
  ; Whoever starts this in a folder that is none of ours removes nothing.
  ${IfNot} ${FileExists} "$INSTDIR\${PROGRAM}"
    !insertmacro Fail ${FAILED_FOLDER} "$(NotInstalledHere)"
  ${EndIf}
FunctionEnd

Function un.NeedRights
  UserInfo::GetAccountType
  Pop $0
  ${If} $0 == "Admin"
    Return
  ${EndIf}
  ${If} ${Silent}
    !insertmacro Fail ${FAILED_RIGHTS} "$(NeedsRights)"
  ${EndIf}
  ${GetParameters} $1
  ClearErrors
  ExecShell "runas" "$INSTDIR\uninstall.exe" "$1"
  ${If} ${Errors}
    !insertmacro Fail ${FAILED_RIGHTS} "$(NeedsRights)"
  ${EndIf}
  Quit
FunctionEnd

Section "un.${NAME}" RemoveProgramSection
  SectionIn RO
  Call un.CloseProgram
  !insertmacro REMOVE_PROGRAM "$INSTDIR"
  RMDir /r "$INSTDIR.old"
  RMDir /r "$INSTDIR.new"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey SHCTX "${PATHS_KEY}\${PROGRAM}"
  DeleteRegKey SHCTX "${PATHS_KEY}\${TERMINAL}"
  DeleteRegKey SHCTX "${CLASSES_KEY}\${PROGID}"
  DeleteRegValue SHCTX "${CLASSES_KEY}\.kbz\OpenWithProgids" "${PROGID}"
  DeleteRegKey /ifempty SHCTX "${CLASSES_KEY}\.kbz\OpenWithProgids"
  ReadRegStr $0 SHCTX "${CLASSES_KEY}\.kbz" ""
  ${If} $0 == "${PROGID}"
    DeleteRegValue SHCTX "${CLASSES_KEY}\.kbz" ""
  ${EndIf}
  DeleteRegKey /ifempty SHCTX "${CLASSES_KEY}\.kbz"
  DeleteRegKey SHCTX "${UNINSTALL_KEY}"
  !insertmacro TellExplorer
  ${Log} "program removed"
SectionEnd

Section /o "un.$(OwnData)" RemoveDataSection
  Call un.RemoveData
SectionEnd

; Silent, sections not chosen do not run: /PURGE stands for the box that the page shows.
Section "-un.purge"
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/PURGE" $1
  ${IfNot} ${Errors}
    Call un.RemoveData
  ${EndIf}
  SetErrorLevel 0
SectionEnd

Function un.RemoveData
  ${If} $Machine = 1
    RMDir /r "$APPDATA\${NAME}"
    SetShellVarContext current
  ${EndIf}
  RMDir /r "$LOCALAPPDATA\beratungskoffer"
  ${Log} "data removed"
FunctionEnd

!insertmacro MUI_UNFUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${RemoveProgramSection} "$(RemoveProgramMore)"
  !insertmacro MUI_DESCRIPTION_TEXT ${RemoveDataSection} "$(OwnDataMore)"
!insertmacro MUI_UNFUNCTION_DESCRIPTION_END
