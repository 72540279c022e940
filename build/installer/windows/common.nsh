; What setup and uninstaller share: the log, ending with an exit code, and patience with virus scanners.

; FILE of /LOG=FILE, otherwise one in the folder for temporary files; every run adds to it.
!macro StartLog WHAT
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/LOG=" $LogFile
  ${If} $LogFile == ""
    StrCpy $LogFile "$TEMP\beratungskoffer-setup.log"
  ${EndIf}
  ${GetTime} "" "L" $0 $1 $2 $3 $4 $5 $6
  ${Log} "$2-$1-$0 $4:$5:$6 ${WHAT} ${VERSION}"
!macroend

!macro LogLine TEXT
  ClearErrors
  FileOpen $LogHandle "$LogFile" a
  ${IfNot} ${Errors}
    FileSeek $LogHandle 0 END
    FileWriteUTF16LE /BOM $LogHandle `${TEXT}$\r$\n`
    FileClose $LogHandle
  ${EndIf}
!macroend
!define Log "!insertmacro LogLine"

; Ends with an exit code; with a window it says why, without one the log does.
!macro Fail CODE TEXT
  ${Log} "failed with ${CODE}: ${TEXT}"
  ${IfNot} ${Silent}
    MessageBox MB_OK|MB_ICONSTOP "${TEXT}"
  ${EndIf}
  SetErrorLevel ${CODE}
  Quit
!macroend

!macro Cancel
  ${Log} "cancelled"
  SetErrorLevel 1
  Quit
!macroend

; The page of the folder stays with a message, a silent setup ends.
!macro RefuseFolder
  ${If} ${Silent}
    !insertmacro Fail ${FAILED_FOLDER} "$(FolderTaken)"
  ${EndIf}
  MessageBox MB_OK|MB_ICONEXCLAMATION "$(FolderTaken)"
  Abort
!macroend

; Sets the error flag if it does not work within five seconds.
!macro RenamePatiently FROM TO
  StrCpy $0 20
  ${Do}
    ClearErrors
    Rename "${FROM}" "${TO}"
    ${IfNot} ${Errors}
      ${ExitDo}
    ${EndIf}
    Sleep 250
    IntOp $0 $0 - 1
    SetErrors
  ${LoopUntil} $0 = 0
!macroend

!macro TellExplorer
  ; SHCNE_ASSOCCHANGED
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend
